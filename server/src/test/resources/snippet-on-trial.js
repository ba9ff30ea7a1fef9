window.onTrial = "the snippet";

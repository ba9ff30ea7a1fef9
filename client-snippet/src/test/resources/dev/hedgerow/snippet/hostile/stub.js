!function(d,p){if(p.__SV)return;window.posthog=p;p._i=[];p.init=function(token,config,name){
  var s=d.createElement('script');s.async=true;s.src='/static/array.js';
  var first=d.getElementsByTagName('script')[0];first.parentNode.insertBefore(s,first);
  p.people=p.people||[];
  'init capture register identify alias on'.split(' ').forEach(function(m){
    p[m]=function(){p.push([m].concat([].slice.call(arguments)))}});
  p._i.push([token,config,name])};p.__SV=1}(document,window.posthog||[]);

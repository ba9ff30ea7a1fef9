package dev.hedgerow.server;

import dev.hedgerow.server.http.Backups;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes backups of a running server on a thread of their own, one at a time. */
final class BackupJob implements Backups {
  /** Makes one backup and returns when it is whole. */
  interface Work {
    void backUp(Path folder) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(BackupJob.class);

  private final Work work;
  private Status status = new Status("none", "");

  BackupJob(Work work) {
    this.work = work;
  }

  @Override
  public synchronized boolean begin(Path folder) {
    if (status.state().equals("running")) {
      return false;
    }
    status = new Status("running", "");
    Thread thread = new Thread(() -> run(folder), "hedgerow-backup");
    thread.setDaemon(true); // stopping does not wait: a backup without its manifest is none
    thread.start();
    return true;
  }

  @Override
  public synchronized Status status() {
    return status;
  }

  private synchronized void end(String state, String detail) {
    status = new Status(state, detail);
  }

  private void run(Path folder) {
    try {
      work.backUp(folder);
      LOG.info("backed up into {}", folder);
      end("done", "backed up into " + folder);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the backup into {} failed", folder, e);
      end("failed", String.valueOf(e.getMessage()));
    }
  }
}

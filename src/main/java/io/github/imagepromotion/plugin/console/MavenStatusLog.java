package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.status.StatusLog;
import org.apache.maven.plugin.logging.Log;

/**
 * Logs the progress of reading a pipeline to Maven's log.
 *
 * @param log receives the lines
 * @param redactor knows every secret
 * @param quiet whether to print nothing but the result
 */
public record MavenStatusLog(Log log, Redactor redactor, boolean quiet) implements StatusLog {
    private static final int OFTEN = 50;

    @Override
    public void progress(int done, int all) {
        if (!quiet && all > OFTEN && done % OFTEN == 0) {
            log.info("Read " + done + " of " + all + " builds");
        }
    }

    @Override
    public String explain(Exception failure) {
        return redactor.clean(Remedies.tell(failure));
    }
}

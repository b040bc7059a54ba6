package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.status.StatusLog;
import org.apache.maven.plugin.logging.Log;

/**
 * Tells in Maven's log how far reading a pipeline has come.
 *
 * @param log takes the lines
 * @param redactor knows every secret
 * @param quiet whether nothing but the result is printed
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

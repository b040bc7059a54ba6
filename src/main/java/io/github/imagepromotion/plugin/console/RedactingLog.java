package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Redactor;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Maven's log without secrets and without anything that a terminal or a CI server would obey. */
public final class RedactingLog implements Log {
    private final Log log;
    private final Redactor redactor;

    /** @param redactor takes out of each line what must not be shown */
    public RedactingLog(Log log, Redactor redactor) {
        this.log = log;
        this.redactor = redactor;
    }

    private String clean(@Nullable CharSequence content) {
        return Text.harmless(redactor.clean(String.valueOf(content)));
    }

    private Throwable clean(@Nullable Throwable error) {
        return error == null ? new PrintableException("no error") : PrintableException.of(error, redactor);
    }

    @Override
    public boolean isDebugEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public void debug(CharSequence content) {
        log.debug(clean(content));
    }

    @Override
    public void debug(CharSequence content, Throwable error) {
        log.debug(clean(content), clean(error));
    }

    @Override
    public void debug(Throwable error) {
        log.debug(clean(error));
    }

    @Override
    public boolean isInfoEnabled() {
        return log.isInfoEnabled();
    }

    @Override
    public void info(CharSequence content) {
        log.info(clean(content));
    }

    /** It stays coloured only if nothing had to be taken out of it. */
    public void info(StyledLine line, boolean coloured) {
        String clean = clean(line.plain());
        log.info(coloured && clean.equals(line.plain()) ? line.coloured() : clean);
    }

    @Override
    public void info(CharSequence content, Throwable error) {
        log.info(clean(content), clean(error));
    }

    @Override
    public void info(Throwable error) {
        log.info(clean(error));
    }

    @Override
    public boolean isWarnEnabled() {
        return log.isWarnEnabled();
    }

    /** With its remedies. */
    public void warn(Message message) {
        warn(Remedies.tell(message));
    }

    @Override
    public void warn(CharSequence content) {
        log.warn(clean(content));
    }

    @Override
    public void warn(CharSequence content, Throwable error) {
        log.warn(clean(content), clean(error));
    }

    @Override
    public void warn(Throwable error) {
        log.warn(clean(error));
    }

    @Override
    public boolean isErrorEnabled() {
        return log.isErrorEnabled();
    }

    @Override
    public void error(CharSequence content) {
        log.error(clean(content));
    }

    @Override
    public void error(CharSequence content, Throwable error) {
        log.error(clean(content), clean(error));
    }

    @Override
    public void error(Throwable error) {
        log.error(clean(error));
    }
}

package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Redactor;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Maven's log without secrets, terminal escapes and CI commands. */
public final class RedactingLog implements Log {
    private final Log log;
    private final Redactor redactor;

    /** @param redactor removes secrets from each line */
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

    /** Colours are dropped if anything was redacted. */
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

    /** Adds the remedies. */
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

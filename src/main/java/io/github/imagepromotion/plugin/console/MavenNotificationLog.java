package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.notify.NotificationLog;
import org.apache.maven.plugin.logging.Log;

/** Tells in Maven's log who was told. */
public record MavenNotificationLog(Log log) implements NotificationLog {

    @Override
    public void told(String line) {
        log.info(line);
    }

    @Override
    public void failed(Message line) {
        log.warn(Remedies.tell(line));
    }
}

package io.github.imagepromotion.notify;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.plugin.console.Told;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.web.HttpWebClient.WebAccess;
import io.github.imagepromotion.web.TestWebClients;
import io.github.imagepromotion.web.WebClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Services as the plugin reaches them, where no pause is made between two attempts. */
public final class TestServices implements Services, NotificationLog {
    final Map<String, String> variables = new HashMap<>();
    public final Map<String, Credential> logins = new HashMap<>();
    public final List<String> lines = new CopyOnWriteArrayList<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final List<Duration> waits = new CopyOnWriteArrayList<>();
    final List<TlsFiles> tls = new CopyOnWriteArrayList<>();
    private final Redactor redactor = new Redactor();
    private final Path directory;

    /** @param directory where relative paths begin */
    public TestServices(Path directory) {
        this.directory = directory;
    }

    @Override
    public WebClient open(TlsFiles tls, boolean insecure, int retries) {
        this.tls.add(tls);
        WebAccess plain = TestWebClients.access(retries);
        return TestWebClients.open(
                new WebAccess(
                        insecure,
                        false,
                        retries,
                        plain.retryBudget(),
                        plain.userAgent(),
                        tls,
                        plain.proxies(),
                        redactor),
                waits);
    }

    @Override
    public Credential login(String serverId) {
        Credential login = Optional.ofNullable(logins.get(serverId))
                .orElseThrow(() -> new ImageException("settings.xml has no server '" + serverId + "'"));
        redactor.hide(login);
        return login;
    }

    @Override
    public Optional<Secret> variable(String name) {
        Optional<Secret> value = Optional.ofNullable(variables.get(name)).map(Secret::of);
        value.ifPresent(redactor::hide);
        return value;
    }

    @Override
    public Optional<String> plainVariable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public Redactor redactor() {
        return redactor;
    }

    @Override
    public Wording wording() {
        return message -> redactor.clean(Told.told(message));
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public void told(String line) {
        lines.add(line);
    }

    @Override
    public void failed(Message line) {
        warnings.add(Told.told(line));
    }
}

package io.github.imagepromotion.plugin.access;

import java.util.Objects;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.SessionData;

/**
 * What goals of one Maven call tell each other. It is safe for several threads, unlike the plugin context of another module.
 * Values are of the JDK's types, since modules may run in class loaders of their own.
 */
public final class CallData {
    private final Optional<SessionData> data;

    private CallData(Optional<SessionData> data) {
        this.data = data;
    }

    /** {@return the data of a session; a caller other than Maven may have none, and then nothing is kept} */
    public static CallData of(MavenSession session) {
        return new CallData(Optional.ofNullable(session.getRepositorySession()).map(RepositorySystemSession::getData));
    }

    /** {@return whether no goal in this call has asked for the key before} */
    public boolean isFirst(String key) {
        return data.isEmpty() || data.get().set(key, null, Boolean.TRUE);
    }

    /** Keeps a value. */
    public void tell(String key, Object value) {
        data.ifPresent(known -> known.set(key, value));
    }

    /** {@return the value; empty if none is kept} */
    public Optional<Object> told(String key) {
        return data.map(known -> known.get(key));
    }

    /** {@return the object that all goals of this call share: this one, unless another goal came first} */
    @SuppressWarnings("unchecked")
    public <T> T shared(String key, T own) {
        if (data.isEmpty()) {
            return own;
        }
        data.get().set(key, null, own);
        return (T) Objects.requireNonNull(data.get().get(key));
    }
}

package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A setting of an environment that can be illegal. Its spelling is added where the configuration is known. */
enum EnvironmentSetting implements Reason {
    USERNAME_VARIABLE("the environment variable of the user name"),
    PASSWORD_VARIABLE("the environment variable of the password"),
    CLIENT_CERTIFICATE("the client certificate"),
    CLIENT_KEY("the key of the client certificate"),
    CLIENT_KEY_PASSPHRASE("the passphrase of that key"),
    KEYSTORE("the keystore"),
    KEYSTORE_PASSWORD("the password of the keystore"),
    REALMS("the list of token servers"),
    TRUSTED_KEYS("the list of trusted keys"),
    REQUIRED_SIGNATURE("the required signature"),
    AFTER("the list of environments before"),
    SOAK("the soak time"),
    WAIT("the time to wait for gates"),
    APPROVALS("the list of approvals"),
    APPROVALS_REQUIRED("the number of approvals"),
    APPROVALS_VALIDITY("the validity of approvals"),
    FREEZE("the freeze"),
    FREEZE_CRON("the recurring start of the freeze"),
    FREEZE_DURATION("the duration of the freeze"),
    SCAN_AGE("the maximum age of the report"),
    SCAN_EXCEPTION("the vulnerability that is accepted"),
    CHECK_URL("the address of the check"),
    CHECK_TIMEOUT("the timeout of the check"),
    CHECK_INTERVAL("the interval of the check"),
    CHECK_SECRET("the environment variable with the secret of the check"),
    DEPLOYED_URL("the address of the deployed service"),
    DEPLOYED_PATTERN("the pattern for the answer of the deployed service"),
    DEPLOYED_TIMEOUT("the timeout of the deployed service"),
    DEPLOYED_INTERVAL("the interval of the deployed service"),
    DEPLOYED_ON_FAILURE("what follows the failed check of the deployed service"),
    MOVING_TAGS("the list of moving tags"),
    WITHOUT_RECORDS("the promotion without records"),
    /** Argument: its kind. */
    NOTIFICATION("the notification"),
    /** Arguments: the kind, and the setting. */
    NOTIFICATION_SETTING("the setting of the notification"),
    /** The setting to use instead of a login in an address. */
    SERVER("the login");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String words;

    EnvironmentSetting(String words) {
        this.words = words;
    }

    /** {@return the setting as the beginning of a sentence} */
    Message named(Object... arguments) {
        return Message.of(words).because(this, arguments);
    }

    /** {@return the exception to throw for an illegal value} */
    IllegalSettingException illegal(String why) {
        return new IllegalSettingException(named().and(" " + why));
    }

    /** {@return the exception to throw for an illegal value, with its cause} */
    IllegalSettingException illegal(String why, Exception cause) {
        IllegalSettingException illegal = illegal(why);
        illegal.initCause(cause);
        return illegal;
    }

    /** {@return the exception to throw for an address that contains a login} */
    IllegalSettingException holdsLogin() {
        return new IllegalSettingException(named().and(" holds a login").because(SERVER));
    }

    /** {@return the exception to throw if this setting needs another one, which is missing} */
    IllegalSettingException lacks(EnvironmentSetting other) {
        return new IllegalSettingException(
                named().and(" is set, and ").and(other.named()).and(" is not"));
    }

    /** @throws IllegalArgumentException if the time is not positive */
    void requirePositive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw illegal("is not positive: " + Text.quote(time.toString()));
        }
    }

    /** @throws IllegalArgumentException if the name is illegal; it is not quoted, since it may be the secret itself */
    static void requireVariable(Message setting, Optional<String> name) {
        if (name.filter(text -> !VARIABLE.matcher(text).matches() && !Withheld.isExpression(text))
                .isPresent()) {
            throw new IllegalSettingException(
                    setting.and(" is not the name of an environment variable. If it is the secret itself, change that:"
                            + " whoever reads it there has it"));
        }
    }
}

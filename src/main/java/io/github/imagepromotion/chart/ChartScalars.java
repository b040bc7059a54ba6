package io.github.imagepromotion.chart;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import io.github.imagepromotion.chart.ChartYaml.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts scalars as Helm does: by YAML 1.1, with numbers and booleans in place of text by their value, so that {@code
 * 1.10} is the text {@code 1.1} (sigs.k8s.io/yaml; tested with Helm 3.21).
 */
final class ChartScalars {
    private static final List<String> TRUE =
            List.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final List<String> FALSE =
            List.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
    private static final Pattern INFINITE = Pattern.compile("([-+]?)\\.(inf|Inf|INF)");
    private static final int LONGEST_NUMBER = 64;

    private ChartScalars() {}

    /** {@return the text of a value where Helm expects text; null is an empty text} */
    static String text(Scalar scalar) {
        String text = scalar.text();
        if (!scalar.isPlain()) {
            return text;
        }
        if (scalar.isNull()) {
            return "";
        }
        Optional<Boolean> flag = flag(text);
        if (flag.isPresent()) {
            return flag.get().toString();
        }
        Matcher infinite = INFINITE.matcher(text);
        if (infinite.matches()) {
            return infinite.group(1).equals("-") ? "-Inf" : "+Inf";
        }
        return number(text)
                .map(number -> isInteger(text) ? number.toPlainString() : shortest(number))
                .orElse(text);
    }

    /** {@return a value where Helm accepts any type} */
    static JsonElement json(Scalar scalar) {
        if (!scalar.isPlain()) {
            return new JsonPrimitive(scalar.text());
        }
        if (scalar.isNull()) {
            return JsonNull.INSTANCE;
        }
        Optional<Boolean> flag = flag(scalar.text());
        if (flag.isPresent()) {
            return new JsonPrimitive(flag.get());
        }
        return number(scalar.text())
                .map(number -> new JsonPrimitive(
                        new BigDecimal(number.stripTrailingZeros().toPlainString())))
                .orElseGet(() -> new JsonPrimitive(scalar.text()));
    }

    static Optional<Boolean> flag(String text) {
        return TRUE.contains(text) ? Optional.of(true) : FALSE.contains(text) ? Optional.of(false) : Optional.empty();
    }

    private static boolean isInteger(String text) {
        return INTEGER.matcher(text.replace("_", "")).matches();
    }

    private static Optional<BigDecimal> number(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NUMBER || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
            return Optional.empty();
        }
        String plain = text.replace("_", "");
        Matcher integer = INTEGER.matcher(plain);
        if (integer.matches()) {
            return Optional.of(new BigDecimal(integer(integer)));
        }
        return FLOAT.matcher(plain).matches() ? Optional.of(new BigDecimal(plain)) : Optional.empty();
    }

    private static BigInteger integer(Matcher found) {
        BigInteger value = new BigInteger("0");
        int[] radix = {16, 2, 8, 10};
        for (int i = 0; i < radix.length; i++) {
            String digits = found.group(i + 2);
            value = digits == null ? value : new BigInteger(digits, radix[i]);
        }
        return "-".equals(found.group(1)) ? value.negate() : value;
    }

    /** Like Go's strconv.FormatFloat with format 'g' and 32 bits. */
    private static String shortest(BigDecimal number) {
        float value = number.floatValue();
        if (value == 0 || Float.isInfinite(value)) {
            return value == 0 ? "0" : value > 0 ? "+Inf" : "-Inf";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal digits = exact;
        for (int count = 1; count <= 9; count++) {
            digits = exact.round(new MathContext(count, RoundingMode.HALF_EVEN));
            if (digits.floatValue() == value) {
                break;
            }
        }
        digits = digits.stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return exponent >= -4 && exponent < 6 ? digits.toPlainString() : scientific(digits, exponent);
    }

    private static String scientific(BigDecimal digits, int exponent) {
        String text = digits.unscaledValue().abs().toString();
        String fraction = text.length() > 1 ? "." + text.substring(1) : "";
        return (digits.signum() < 0 ? "-" : "") + text.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}

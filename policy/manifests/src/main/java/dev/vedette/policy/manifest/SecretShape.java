package dev.vedette.policy.manifest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a secret that stands in plain text, by its value's shape, or by its name where the value may be one.
 *
 * <p>Shapes: the prefixes that AWS, GitHub, GitLab, Google, Slack, Stripe, npm, PyPI, SendGrid, DigitalOcean, HashiCorp,
 * OpenAI and Anthropic document for their keys; RFC 7468 for keys; RFC 7519 for tokens; RFC 3986 for passwords in
 * addresses. Beyond known shapes, a word that looks as if it were drawn at random is one.
 *
 * <p>Each pattern takes time in proportion to the text, whatever the text: a run of characters that one of them may take
 * in whole begins where the run does ({@code (?<!…)}) and is not given back ({@code ++}, {@code {n,}+}).
 */
final class SecretShape {
    private record Shape(String words, Pattern pattern) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape("a private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----")),
            new Shape("an AWS access key", Pattern.compile("\\b(AKIA|ASIA)[0-9A-Z]{16}\\b")),
            new Shape("a GitHub token", Pattern.compile("\\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})")),
            new Shape("a GitLab token", Pattern.compile("\\bglpat-[A-Za-z0-9_-]{20}")),
            new Shape("a Google API key", Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}")),
            new Shape("a Slack token", Pattern.compile("\\bxox[abeprs]-[0-9A-Za-z-]{10}")),
            new Shape("a Stripe key", Pattern.compile("\\b[rs]k_live_[0-9A-Za-z]{16}")),
            new Shape("a Slack webhook", Pattern.compile("hooks\\.slack\\.com/services/T\\w+/B\\w+/\\w{16}")),
            new Shape("an npm token", Pattern.compile("\\bnpm_[A-Za-z0-9]{36}")),
            new Shape("a PyPI token", Pattern.compile("\\bpypi-[A-Za-z0-9_-]{50}")),
            new Shape("a SendGrid key", Pattern.compile("\\bSG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}")),
            new Shape("a DigitalOcean token", Pattern.compile("\\bdo[opr]_v1_[a-f0-9]{64}")),
            new Shape("a Vault token", Pattern.compile("\\bhv[sbr]\\.[A-Za-z0-9_-]{24}")),
            new Shape("a key of a language model's service", Pattern.compile("\\bsk-(ant-|proj-)?[A-Za-z0-9_-]{32}")),
            new Shape(
                    "a JSON web token",
                    Pattern.compile(
                            "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}+\\.eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8}")),
            new Shape("a password in an address", Pattern.compile("\\w://[^/\\s:@$]*:[^/\\s@$<{]+@")),
            new Shape("a storage account's key", Pattern.compile("AccountKey=[A-Za-z0-9+/]{40}")));

    private static final Pattern NAMED_SO = Pattern.compile(
            "(?i)(^|[-_.])(password|passwd|passphrase|pwd|secret|secret[-_]?key|api[-_]?key|access[-_]?key|private[-_]?key"
                    + "|auth[-_]?token|access[-_]?token|api[-_]?token|client[-_]?secret|token)$|(?i)[a-z](Password|Secret|Token|ApiKey)$");

    /**
     * What stands for a secret that is elsewhere, or for a choice: variables and what tools put in the place of a text,
     * paths, addresses of vaults, what is to be filled in, numbers, yes and no.
     */
    private static final Pattern NO_SECRET =
            Pattern.compile("(?is)\\s*|\\S{1,2}|.*\\$[({].*|\\$\\w+|\\$__\\w+\\{.*|\\{\\{.*|%[({]\\w.*|%\\w+%"
                    + "|/.*|(file|env|vault|ref\\+\\w+|aws-?sm|gcp-?sm|secretref)://?.*|(vault|env|file):\\w.*"
                    + "|[^@\\s]+@azurekeyvault|<.*>|[*x?.-]+|\\*\\w+|\\d{1,5}"
                    + "|true|false|yes|no|on|off|none|null|enabled|disabled|redacted|placeholder");

    /** Names of what names a Secret, or a thing that is no secret for all its name. */
    private static final Pattern NAMES_ONE = Pattern.compile(
            "(?i)(^|.*[-_./]|.*[a-z](?=[A-Z]))(existing|tls|ssl|cert(ificate)?|ca|auth|(image[-_]?)?pull|registry|webhook|backup"
                    + "|credentials?)[-_]?secret|.*initial[-_]?cluster[-_]?token");

    /** A name of an object of Kubernetes, with its namespace or without: words of few digits (RFC 1123). */
    private static final Pattern OBJECT =
            Pattern.compile("([a-z]+[0-9]{0,3}|[0-9]{1,3})([-./]([a-z]+[0-9]{0,3}|[0-9]{1,3})){0,12}");

    /** A line of a file of settings, in the styles of properties, YAML, JSON and shells. */
    private static final Pattern LINE =
            Pattern.compile("(?m)^[ \\t{-]*+(?:export[ \\t]++)?[\"']?([A-Za-z][\\w.-]*+)[\"']?[ \\t]*+[:=][ \\t]*+"
                    + "[\"']?([^\\s\"',]++)[\"']?[,} \\t]*+$");

    private static final Pattern OPTION = Pattern.compile("(?<![\\w.-])--?([A-Za-z][\\w.-]*+)[=\\s](\\S+)");

    private SecretShape() {}

    /** Which secret a variable holds, in words; empty if none can be told. */
    static Optional<String> of(String name, String value) {
        Optional<String> shape = inText(value);
        if (shape.isPresent()) {
            return shape;
        }
        if (NAMED_SO.matcher(name).find() && !NO_SECRET.matcher(value).matches() && !isNameOfOne(name, value)) {
            return Optional.of("a secret by its name");
        }
        return RandomText.isLikely(name, value) ? Optional.of("a text as random as a key") : Optional.empty();
    }

    private static boolean isNameOfOne(String name, String value) {
        return NAMES_ONE.matcher(name).matches() && OBJECT.matcher(value).matches();
    }

    /** Which secret a text holds that may be a whole file of settings. */
    static Optional<String> ofText(String name, String text) {
        if (text.indexOf('\n') < 0) {
            return of(name, text);
        }
        Optional<String> shape = inText(text);
        Matcher line = LINE.matcher(text);
        while (shape.isEmpty() && line.find()) {
            shape = of(line.group(1), line.group(2));
        }
        return shape;
    }

    /** Which secret a word of a command holds: by its shape, or given to an option of such a name. */
    static Optional<String> ofCommand(String word) {
        Optional<String> shape = inText(word);
        if (shape.isPresent()) {
            return shape;
        }
        Matcher option = OPTION.matcher(word);
        while (option.find()) {
            Optional<String> named = of(option.group(1), option.group(2));
            if (named.isPresent()) {
                return named;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inText(String text) {
        return SHAPES.stream()
                .filter(shape -> shape.pattern().matcher(text).find())
                .map(Shape::words)
                .findFirst();
    }
}

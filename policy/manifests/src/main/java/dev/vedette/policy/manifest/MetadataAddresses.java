package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a pod's manifest names the service by which a cloud gives machines their credentials.
 *
 * <p>Addresses: the instance metadata documentation of AWS (also IPv6 and of tasks), Google, Azure and Alibaba. The first is
 * known in other spellings of the same number too, which only somebody writes who hides it.
 */
final class MetadataAddresses {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<![\\w.])(169\\.254\\.169\\.254|169\\.254\\.170\\.2|\\[?fd00:ec2::254]?|100\\.100\\.100\\.200"
                    + "|168\\.63\\.129\\.16|metadata\\.google\\.internal|metadata\\.azure\\.internal"
                    + "|2852039166|0xa9fea9fe|0251\\.0376\\.0251\\.0376|0xa9\\.0xfe\\.0xa9\\.0xfe"
                    + "|(\\[?::ffff:)(169\\.254\\.169\\.254|a9fe:a9fe)]?)(?![\\w.]*\\w)",
            Pattern.CASE_INSENSITIVE);

    /** Naming it there keeps programs from sending its requests elsewhere. */
    private static final Pattern NOT_PROXIED = Pattern.compile("(?i)no_?proxy");

    private final SettingList list;
    private final FieldReader fields;

    MetadataAddresses(SettingList list) {
        this.list = list;
        this.fields = list.fields();
    }

    void read() {
        list.forEachContainer((role, container) -> {
            for (LocatedNode variable : fields.objects(container, "env")) {
                String name = fields.text(variable, "name");
                if (!NOT_PROXIED.matcher(name).matches()) {
                    fields.find(variable, "value").ifPresent(value -> look(container, "the variable " + name, value));
                }
            }
            for (String words : List.of("command", "args")) {
                fields.list(container, words).forEach(word -> look(container, "the container's command", word));
            }
        });
    }

    private void look(LocatedNode container, String what, LocatedNode text) {
        Matcher address = ADDRESS.matcher(fields.text(text));
        if (address.find()) {
            list.addOf(container, Aspect.METADATA_ADDRESS, what, address.group(), text);
        }
    }
}

package dev.vedette.policy.admitted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a specification that does not depend on the order of its fields. */
public final class SpecDigest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private SpecDigest() {}

    /** {@code sha256:} and 64 hexadecimal digits. */
    public static String of(JsonNode spec) {
        try {
            // As plain maps: those are what Jackson puts in order.
            byte[] text = JSON.writeValueAsBytes(JSON.treeToValue(spec, Object.class));
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a parsed document can't be written: " + e.getOriginalMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK lacks SHA-256, which every JDK must have.", e);
        }
    }
}

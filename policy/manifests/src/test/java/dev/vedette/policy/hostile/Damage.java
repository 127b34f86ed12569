package dev.vedette.policy.hostile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What is done to manifests: to their values, and to their text. */
final class Damage {
    private static final List<String> TOKENS = List.of(
            "null",
            "~",
            "{}",
            "[]",
            "- ",
            ": ",
            "true",
            "\"",
            "'",
            "&a0 ",
            "*a0",
            "<<: ",
            "---\n",
            "...\n",
            "!!binary ",
            "!!python/object:os.system ",
            "!!merge ",
            "!!str ",
            "| ",
            ">-\n",
            "\t",
            "\u0000",
            "\u0085",
            "\u2028",
            "\ud800",
            "\ufeff",
            "999999999999999999999",
            "0x",
            "1e400",
            "-1",
            "/",
            "../..",
            "{{ .x }}",
            "%YAML 9.9\n",
            "%TAG ! x\n",
            "? ",
            "\r",
            "kind: List\n",
            "items: ",
            "spec: ",
            "containers: ",
            "securityContext: ",
            "hostPath: ",
            "add: ");

    private final Random random;

    Damage(Random random) {
        this.random = random;
    }

    /** The same with one value, any, of a type that it may not have. */
    Map<String, Object> wrongType(Map<String, Object> object) {
        List<List<Object>> places = new ArrayList<>();
        gather(object, List.of(), places);
        return asMap(replaced(object, places.get(random.nextInt(places.size()))));
    }

    private static void gather(Object value, List<Object> path, List<List<Object>> places) {
        if (!path.isEmpty()) {
            places.add(path);
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> gather(below, with(path, key), places));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                gather(list.get(i), with(path, i), places);
            }
        }
    }

    private Object replaced(Object value, List<Object> path) {
        if (path.isEmpty()) {
            return wrong(value);
        }
        List<Object> rest = path.subList(1, path.size());
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            copy.computeIfPresent(path.getFirst(), (key, below) -> replaced(below, rest));
            return copy;
        }
        List<Object> copy = new ArrayList<>((List<?>) value);
        copy.set((int) path.getFirst(), replaced(copy.get((int) path.getFirst()), rest));
        return copy;
    }

    private Object wrong(Object value) {
        List<Object> others =
                new ArrayList<>(List.of(Map.of("a", 1), List.of(List.of(Map.of())), "of Another type", 1e300));
        switch (value) {
            case Map<?, ?> _ -> others.remove(0);
            case List<?> _ -> others.remove(1);
            // A number or word that is not quoted reads as the text that it looks like.
            case String _ -> others.subList(2, 4).clear();
            default -> {}
        }
        return others.get(random.nextInt(others.size()));
    }

    /** Some pieces put in, taken out, doubled or replaced. */
    String mangled(String text) {
        StringBuilder mangled = new StringBuilder(text);
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(mangled.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> mangled.insert(at, any(TOKENS));
                case 1 -> mangled.delete(at, Math.min(mangled.length(), at + random.nextInt(12)));
                case 2 -> mangled.insert(at, (char) random.nextInt(0x300));
                case 3 -> mangled.setLength(random.nextInt(4) == 0 ? at : mangled.length());
                case 4 -> mangled.replace(at, endOfWord(mangled, at), any(TOKENS));
                default -> mangled.insert(at, piece(text));
            }
        }
        return mangled.toString();
    }

    private static int endOfWord(CharSequence text, int from) {
        int end = from;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private String piece(String text) {
        int from = random.nextInt(text.length());
        return text.substring(from, Math.min(text.length(), from + random.nextInt(60)));
    }

    private String any(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static List<Object> with(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }
}

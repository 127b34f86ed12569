package dev.vedette.tests.tricks;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of one trick.
 *
 * @param name the family, a slash, and the trick's own name
 * @param deeds what it did
 * @param lacks why this kernel has no such way, or an empty text
 * @param failure why it did not work although it should, or an empty text
 */
public record Attempt(String name, List<Deed> deeds, String lacks, String failure) {
    public Attempt {
        deeds = List.copyOf(deeds);
    }

    /** What the trick is a way of doing. */
    public String family() {
        return name.substring(0, name.indexOf('/'));
    }

    /** What the program of tricks has said, in its order. */
    public static List<Attempt> parse(String said) {
        List<Attempt> attempts = new ArrayList<>();
        List<Deed> deeds = new ArrayList<>();
        String name = "";
        String lacks = "";
        String failure = "";
        for (String line : said.lines().toList()) {
            String rest = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("trick ")) {
                name = rest;
                deeds.clear();
                lacks = "";
                failure = "";
            } else if (line.startsWith("lacks ")) {
                lacks = rest;
            } else if (line.startsWith("failed ")) {
                failure = rest;
            } else if (line.equals("end")) {
                attempts.add(new Attempt(name, deeds, lacks, failure));
            } else {
                deeds.add(Deed.parse(line));
            }
        }
        return attempts;
    }
}

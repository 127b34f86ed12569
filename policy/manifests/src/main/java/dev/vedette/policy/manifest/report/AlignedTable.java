package dev.vedette.policy.manifest.report;

import dev.vedette.policy.model.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Rows of texts, each column as wide as its widest cell. Not thread-safe. */
public final class AlignedTable {
    /** Of a cell: all others of its column become as wide. */
    private static final int MOST = 1_024;

    private final List<List<String>> rows = new ArrayList<>();

    public AlignedTable(String... header) {
        rows.add(List.of(header));
    }

    /** @param cells as many as the header has, shown as {@link PrintableText} */
    public void add(String... cells) {
        rows.add(List.of(cells).stream()
                .map(cell -> PrintableText.of(cell, MOST))
                .toList());
    }

    /** How many characters wide a column is. */
    int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    /** The header and then the rows; nothing if there is no row. */
    public List<String> lines() {
        if (rows.size() == 1) {
            return List.of();
        }
        int[] widths = new int[rows.getFirst().size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = width(column);
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append(cells.get(column));
            if (column < cells.size() - 1) {
                line.repeat(' ', widths[column] - cells.get(column).length() + 2);
            }
        }
        return line.toString();
    }
}

package dev.vedette.sensor.posture.version;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The block that Go's linker leaves in a program (debug/buildinfo), with nothing else around it. */
final class GoProgram {
    private static final String MARK = "0123456789abcdef";

    private GoProgram() {}

    static byte[] withLinkerValue(String name, String value) {
        return bytes("path\texample/x\nmod\texample/x\t(devel)\t\nbuild\t-ldflags=\"-s -w -X " + name + "=" + value
                + " -X main.gitCommit=abc\"\n");
    }

    static byte[] withModules(String main, String... modules) {
        StringBuilder text = new StringBuilder("path\t" + main + "\nmod\t" + main + "\t(devel)\t\n");
        for (String module : modules) {
            text.append("dep\t").append(module).append("\th1:x=\n");
        }
        return bytes(text.toString());
    }

    private static byte[] bytes(String modules) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[1 << 12]);
        out.writeBytes("\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1));
        out.write(8);
        out.write(2);
        out.writeBytes(new byte[16]);
        string(out, "go1.22.1");
        string(out, MARK + modules + MARK);
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int length = bytes.length;
        while (length >= 0x80) {
            out.write((length & 0x7f) | 0x80);
            length >>= 7;
        }
        out.write(length);
        out.writeBytes(bytes);
    }
}

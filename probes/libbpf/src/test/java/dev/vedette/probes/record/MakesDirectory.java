package dev.vedette.probes.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A program for x86-64 whose first act is to make a directory: no loader, no library and no start-up comes before. Its
 * file is the least that fs/binfmt_elf.c takes: a header, one segment, the code and the text.
 */
final class MakesDirectory {
    private static final long BASE = 0x400000L;
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final byte[] CODE = {
        (byte) 0xb8,
        83,
        0,
        0,
        0, // mov eax, mkdir
        0x48,
        (byte) 0x8d,
        0x3d,
        16,
        0,
        0,
        0, // lea rdi, [rip + 16]
        (byte) 0xbe,
        (byte) 0xff,
        1,
        0,
        0, // mov esi, 0777
        0x0f,
        0x05, // syscall
        0x31,
        (byte) 0xff, // xor edi, edi
        (byte) 0xb8,
        60,
        0,
        0,
        0, // mov eax, exit
        0x0f,
        0x05, // syscall
    };

    private MakesDirectory() {}

    static Path at(Path program, Path directory) throws IOException {
        byte[] text = (directory + "\0").getBytes(StandardCharsets.UTF_8);
        long size = HEADER + SEGMENT + CODE.length + (long) text.length;
        ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x464c457f).putInt(0x00010102).putLong(0);
        file.putShort((short) 2).putShort((short) 62).putInt(1);
        file.putLong(BASE + HEADER + SEGMENT).putLong(HEADER).putLong(0);
        file.putInt(0).putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 1);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        file.putInt(1)
                .putInt(5)
                .putLong(0)
                .putLong(BASE)
                .putLong(BASE)
                .putLong(size)
                .putLong(size)
                .putLong(4096);
        file.put(CODE).put(text);
        file.flip();
        Files.createFile(program, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] bytes = new byte[file.remaining()];
        file.get(bytes);
        Files.write(program, bytes);
        return program;
    }
}

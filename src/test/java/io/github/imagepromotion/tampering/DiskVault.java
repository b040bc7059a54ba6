package io.github.imagepromotion.tampering;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A registry that keeps its content in files, and looks at them whenever it is asked. */
abstract class DiskVault implements Vault {
    private final Path root;
    private final Path kept;

    DiskVault(Path root, Path kept) {
        this.root = root;
        this.kept = kept;
    }

    /** The file that holds a manifest or blob. */
    abstract Path file(RepositoryName repository, Digest content);

    @Override
    public void damage(RepositoryName repository, Digest content) throws IOException {
        Path file = file(repository, content);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Override
    public void keep() throws IOException {
        copy(root, kept);
    }

    /** Only what was changed is written again. */
    @Override
    public void restore() throws IOException {
        Files.walkFileTree(root, new Visitor(root, kept) {
            @Override
            void visit(Path file, Path before) throws IOException {
                if (!Files.exists(before)) {
                    Files.delete(file);
                }
            }
        });
        copy(kept, root);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new Visitor(from, to) {
            @Override
            void visit(Path file, Path copy) throws IOException {
                if (!isSame(file, copy)) {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        });
    }

    private static boolean isSame(Path file, Path copy) throws IOException {
        return Files.exists(copy)
                && Files.size(copy) == Files.size(file)
                && Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(file));
    }

    /** Sees each file of a tree beside its counterpart in another. */
    private abstract static class Visitor extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Visitor(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        abstract void visit(Path file, Path counterpart) throws IOException;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            visit(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
        }
    }
}

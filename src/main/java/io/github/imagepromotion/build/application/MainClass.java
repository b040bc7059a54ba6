package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the main class. */
final class MainClass {
    private MainClass() {}

    private static ImageException unknown(String why) {
        return new ImageException(Message.of(why).because(ApplicationReason.MAIN_CLASS));
    }

    /**
     * @param configured configured main class, or {@code module/class} to start it from the module path
     * @param classes directory to search if none is configured
     * @return its binary name, preceded by the module if one is configured
     * @throws ImageException if the configured text is not a class name, or none or several are found
     */
    static String resolve(Optional<String> configured, Optional<Path> classes) throws IOException {
        if (configured.isEmpty()) {
            return find(classes);
        }
        String name = configured.get();
        int slash = name.indexOf('/');
        if (!SourceVersion.isName(name.substring(slash + 1))
                || slash >= 0 && !SourceVersion.isName(name.substring(0, slash))) {
            throw unknown("Not the name of a class: " + Text.quote(name) + ".");
        }
        return name;
    }

    private static String find(Optional<Path> classes) throws IOException {
        if (classes.isEmpty()) {
            throw unknown("There is no main class: the project has no classes.");
        }
        String directory = Text.quote(classes.get().toString());
        SortedSet<String> found = new TreeSet<>();
        for (Path file : FileTree.of(classes.get()).files(FileTree::isClass)) {
            // Multi-release versions repeat classes.
            if (!classes.get().relativize(file).startsWith("META-INF")) {
                Launchable.nameOf(Files.readAllBytes(file)).ifPresent(found::add);
            }
        }
        if (found.size() > 1) {
            String names = found.stream().map(Text::printable).collect(Collectors.joining(", "));
            throw unknown("There are several main classes in " + directory + ": " + names + ".");
        }
        return found.stream().findFirst().orElseThrow(() -> unknown("There is no main class in " + directory + "."));
    }

    /**
     * Determines whether {@code java} can launch a class (Java Language Specification, section 12.1.4): it has {@code
     * public static void main(String[])}, or since Java 25, and in class files with preview features since 21, a main
     * method that is an instance method, not public or without a parameter.
     */
    private static final class Launchable extends ClassVisitor {
        private static final int JAVA_21 = 65;
        private static final int JAVA_25 = 69;
        private static final int PREVIEW = 0xFFFF;

        private String name = "";
        private boolean flexible;
        private boolean instantiable;
        private boolean main;
        private boolean instanceMain;

        private Launchable() {
            super(Opcodes.ASM9);
        }

        /** {@return the binary name of the class; empty if it cannot be launched or parsed} */
        static Optional<String> nameOf(byte[] classFile) {
            Launchable launchable = new Launchable();
            try {
                new ClassReader(classFile)
                        .accept(launchable, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return Optional.empty();
            }
            boolean can = launchable.main || launchable.instanceMain && launchable.instantiable;
            return can ? Optional.of(launchable.name.replace('/', '.')) : Optional.empty();
        }

        @Override
        public void visit(int version, int access, String own, String signature, String parent, String[] interfaces) {
            int major = version & 0xFFFF;
            boolean preview = version >>> 16 == PREVIEW;
            name = own;
            flexible = major >= JAVA_25 || preview && major >= JAVA_21;
            instantiable = false;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            boolean isPrivate = (access & Opcodes.ACC_PRIVATE) != 0;
            boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
            if (method.equals("<init>") && descriptor.equals("()V") && !isPrivate) {
                instantiable = true;
            }
            boolean withArguments = descriptor.equals("([Ljava/lang/String;)V");
            if (method.equals("main") && (withArguments || descriptor.equals("()V"))) {
                boolean classic = withArguments && isStatic && (access & Opcodes.ACC_PUBLIC) != 0;
                main |= classic || flexible && isStatic && !isPrivate;
                instanceMain |= flexible && !isStatic && !isPrivate && (access & Opcodes.ACC_ABSTRACT) == 0;
            }
            return null;
        }
    }
}

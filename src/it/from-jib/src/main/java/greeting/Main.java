package greeting;

/** One of two that could be started: which one, maven-jar-plugin's configuration says. */
public class Main {
    public static void main(String[] args) {
        System.out.println("Hello.");
    }

    /** The other. */
    public static class Other {
        public static void main(String[] args) {}
    }
}

package greeting;

import com.google.gson.JsonPrimitive;

/** Says what it finds with a library of its own. */
public class Main {
    public static void main(String[] args) {
        System.out.println("Hello from " + new JsonPrimitive("layers") + ".");
    }
}

package com.acme.scopes;

import com.acme.common.Common;
import com.acme.common.Sample;
import com.acme.same.Same;
import com.google.auto.value.AutoValue;
import java.io.InputStream;
import org.apache.commons.codec.digest.DigestUtils;

public class Main {
    public static void main(String[] args) throws Exception {
        String gson = Class.forName("com.google.gson.Gson").getSimpleName();
        try (InputStream in = Main.class.getResourceAsStream("/words.txt")) {
            String words = new AutoValue_Main_Words(new String(in.readAllBytes()).trim()).text();
            String hash = DigestUtils.md5Hex("").substring(0, 4);
            System.out.println(
                    String.join(" ", "Hello from", Common.name(), Same.name(), Sample.name(), gson, hash, words));
        }
    }

    @AutoValue
    abstract static class Words {
        abstract String text();
    }
}

package com.acme.scopes;

import com.acme.common.Common;
import com.acme.common.Sample;
import com.acme.same.Same;
import org.apache.commons.codec.digest.DigestUtils;

public class Main {
    public static void main(String[] args) throws Exception {
        String gson = Class.forName("com.google.gson.Gson").getSimpleName();
        System.out.println(String.join(
                " ", "Hello from", Common.name(), Same.name(), Sample.name(), gson, DigestUtils.md5Hex("").substring(0, 4)));
    }
}

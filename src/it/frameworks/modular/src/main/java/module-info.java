module com.acme.modular {
    requires com.google.gson;

    uses com.acme.modular.Greeting;

    provides com.acme.modular.Greeting with
            com.acme.modular.Main;
}

package com.acme.web;

public class Servlet {}

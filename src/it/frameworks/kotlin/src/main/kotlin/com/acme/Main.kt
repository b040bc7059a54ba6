package com.acme

fun main() {
    println("Hello from Kotlin.")
}

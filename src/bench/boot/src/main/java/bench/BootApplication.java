package bench;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A small service with a database, as there are many. */
@SpringBootApplication
public class BootApplication {
    public static void main(String[] args) {
        SpringApplication.run(BootApplication.class, args);
    }

    /** What is stored. */
    @Entity
    static class Order {
        @Id
        @GeneratedValue
        Long id;

        String article;
    }

    /** Where it is stored. */
    interface Orders extends JpaRepository<Order, Long> {}

    /** Who asks for it. */
    @RestController
    static class OrderController {
        private final Orders orders;

        OrderController(Orders orders) {
            this.orders = orders;
        }

        @GetMapping("/orders")
        List<Order> all() {
            return orders.findAll();
        }
    }
}

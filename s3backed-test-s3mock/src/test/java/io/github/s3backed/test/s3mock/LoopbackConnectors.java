package io.github.s3backed.test.s3mock;

import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Binds the server's second connector, which no setting of its own binds to one address. */
final class LoopbackConnectors implements BeanPostProcessor {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof Connector connector && !connector.setProperty("address", S3MockServer.HOST)) {
            throw new IllegalStateException("This Tomcat cannot be bound to an address.");
        }
        return bean;
    }
}

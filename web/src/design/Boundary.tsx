import { Component, type ComponentChildren } from "preact";

interface BoundaryProps {
  /** What is shown; when it changes, it is tried again. */
  of: unknown;
  /** Stands in its place when it cannot be shown. */
  instead: ComponentChildren;
  children: ComponentChildren;
}

/** Keeps to itself what goes wrong inside: everything around it is shown. */
export class Boundary extends Component<BoundaryProps, { readonly failed: unknown }> {
  override state = { failed: this as unknown };

  override componentDidCatch(error: unknown): void {
    this.setState({ failed: this.props.of });
    // It is a bug all the same, and is to be seen in the console.
    console.error("could not be shown:", error);
  }

  override render({ of, instead, children }: BoundaryProps): ComponentChildren {
    return this.state.failed === of ? instead : children;
  }
}

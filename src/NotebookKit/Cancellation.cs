using NotebookKit.Memory;

namespace NotebookKit;

/// <summary>Stops long computations between two operations.</summary>
public static class Cancellation
{
    /// <summary>
    /// Lets a token stop the operations from here until the result is disposed, in this flow of control: the next one that
    /// needs a buffer of 1 KB or more throws.
    /// </summary>
    /// <remarks>
    /// <code>
    /// using (Cancellation.By(token))
    /// {
    ///     trainer.Fit(data, epochs: 100);
    /// }
    /// </code>
    /// No operation is cut in the middle: tensors, parameters and the state of optimisers hold whole results. Very small
    /// operations do not ask, for asking would cost as much as they do.
    /// </remarks>
    /// <exception cref="OperationCanceledException">Thrown by the operations, not by this call.</exception>
    public static IDisposable By(CancellationToken token) => AmbientState.Enter(AmbientState.Current with { Cancellation = token });

    /// <summary>Throws where the library's operations would stop: for loops of your own that call none for long.</summary>
    /// <exception cref="OperationCanceledException">The token of this flow of control asks to stop.</exception>
    public static void ThrowIfRequested() => AmbientState.Current.Cancellation.ThrowIfCancellationRequested();

    /// <summary>
    /// Set by a host whose code can be stopped in its loops: makes them call <see cref="ThrowIfRequested"/> until the
    /// result is disposed. Null where code only stops in the library's operations.
    /// </summary>
    public static Func<IDisposable>? Guards { get; set; }
}

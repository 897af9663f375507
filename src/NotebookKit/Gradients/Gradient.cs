using NotebookKit.Memory;

namespace NotebookKit.Gradients;

/// <summary>Gradients as values, and the switch that stops recording them.</summary>
public static partial class Gradient
{
    /// <summary>Whether operations record themselves here and now.</summary>
    public static bool IsOn => AmbientState.Current.Recording;

    /// <summary>Stops recording until the result is disposed: for evaluation and for updates of parameters.</summary>
    public static IDisposable Off() => Silence();

    /// <summary>Records again, inside <see cref="Off"/>, until the result is disposed.</summary>
    public static IDisposable On() => AmbientState.Enter(AmbientState.Current with { Recording = true });

    /// <summary>d(output)/d(input) for each input, as new tensors; no Grad is touched.</summary>
    /// <param name="output">A single number, or anything with <paramref name="start"/>.</param>
    /// <param name="inputs">Tensors that require a gradient.</param>
    /// <param name="createGraph">Records the gradient's own history, so that it can be differentiated again.</param>
    /// <param name="start">The gradient to start from; 1 when null.</param>
    /// <param name="retainGraph">Keeps the history for another pass; implied by <paramref name="createGraph"/>.</param>
    /// <returns>A gradient an input, zeros where the output does not depend on it.</returns>
    public static Tensor[] Of(Tensor output, IReadOnlyList<Tensor> inputs, bool createGraph = false, Tensor? start = null, bool retainGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor?[] found = BackwardPass.Of(output, inputs, start, createGraph, retainGraph);
        Tensor[] gradients = new Tensor[found.Length];
        for (int i = 0; i < found.Length; i++)
        {
            gradients[i] = found[i] ?? Tensor.Full(inputs[i].Shape, 0, inputs[i].DType, inputs[i].Device);
        }

        return gradients;
    }

    /// <inheritdoc cref="Of(Tensor, IReadOnlyList{Tensor}, bool, Tensor?, bool)"/>
    /// <param name="output">A single number.</param>
    /// <param name="input">A tensor that requires a gradient.</param>
    /// <param name="createGraph">Records the gradient's own history.</param>
    public static Tensor Of(Tensor output, Tensor input, bool createGraph = false) => Of(output, [input], createGraph)[0];

    /// <summary><see cref="Off"/> without an object for it.</summary>
    internal static AmbientState.Restore Silence() => AmbientState.Enter(AmbientState.Current.Silent);

    /// <summary>Whether an operation on these must be recorded.</summary>
    internal static bool Flows(Tensor a) => a.RequiresGrad && IsOn;

    /// <summary>Whether an operation on these must be recorded.</summary>
    internal static bool Flows(Tensor a, Tensor? b) => (a.RequiresGrad || b is { RequiresGrad: true }) && IsOn;
}

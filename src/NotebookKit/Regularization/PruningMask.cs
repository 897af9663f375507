using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>Which weights of a model were pruned: they are 0, and stay so while the rest learns on.</summary>
/// <remarks>After each step of further training <see cref="Apply"/> sets them to 0 again.</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class PruningMask
{
    private readonly ParameterVector vector;
    private readonly bool[] prunable;
    private readonly bool[] pruned;

    /// <summary>Makes a mask with nothing pruned.</summary>
    /// <param name="model">The model.</param>
    /// <param name="biases">Whether biases may be pruned too.</param>
    /// <exception cref="ArgumentException">The model has nothing to prune.</exception>
    public PruningMask(Module model, bool biases = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        vector = new ParameterVector(model);
        prunable = new bool[vector.Count];
        pruned = new bool[vector.Count];
        HashSet<Parameter> weights = [.. model.Weights()];
        foreach ((_, Parameter parameter, int start) in vector.Parts())
        {
            prunable.AsSpan(start, parameter.Count).Fill(biases || weights.Contains(parameter));
        }

        if (!prunable.Contains(true))
        {
            throw new ArgumentException($"PruningMask: {model} has no weights to prune.", nameof(model));
        }
    }

    /// <summary>How many weights can be pruned, those that were included.</summary>
    public int Count => prunable.Count(one => one);

    /// <summary>How many were pruned.</summary>
    public int Pruned => pruned.Count(one => one);

    /// <summary>The share that was pruned.</summary>
    public double Sparsity => (double)Pruned / Count;

    /// <summary>The weights that are left, as places in the model's <see cref="ParameterVector"/>.</summary>
    public IReadOnlyList<int> Left => [.. Enumerable.Range(0, pruned.Length).Where(i => prunable[i] && !pruned[i])];

    /// <summary>Sets all pruned weights to 0: after each optimiser's step of further training.</summary>
    public void Apply()
    {
        double[] values = vector.Values().ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = pruned[i] ? 0 : values[i];
        }

        vector.Set(Tensor.Wrap(values));
    }

    /// <summary>How many of how many.</summary>
    public override string ToString() => $"{Pruned:N0} of {Count:N0} weights pruned ({Sparsity:P1})";

    /// <summary>All parameters of the model in a row.</summary>
    internal ParameterVector Vector => vector;

    /// <summary>The places of all numbers that still move: every number of the model but the pruned.</summary>
    internal int[] Moving => [.. Enumerable.Range(0, pruned.Length).Where(i => !pruned[i])];

    /// <summary>Marks a weight as pruned, or takes that back.</summary>
    internal void Mark(int place, bool isPruned = true) => pruned[place] = isPruned;
}

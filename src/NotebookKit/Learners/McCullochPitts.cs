namespace NotebookKit.Learners;

/// <summary>The logic unit of 1943: inputs are 0 or 1, it fires where the weighted sum reaches a threshold. Its weights are set, not learned.</summary>
/// <remarks>
/// McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity, 1943; lecture S3: x1 AND NOT x2. The
/// paper's units had equal excitatory weights and inhibition that forbids; weights with a sign say the same.
/// </remarks>
public sealed class McCullochPitts
{
    private readonly ThresholdUnit unit;

    /// <summary>Makes a unit: <c>new McCullochPitts([1, -1], threshold: 0.5)</c> is x1 AND NOT x2.</summary>
    /// <param name="weights">Positive ones excite, negative ones inhibit.</param>
    /// <param name="threshold">What the sum must reach.</param>
    public McCullochPitts(ReadOnlySpan<double> weights, double threshold) => unit = new(weights, -threshold);

    /// <summary>What the sum must reach.</summary>
    public double Threshold => -unit.Bias;

    /// <summary>One for each input.</summary>
    public IReadOnlyList<double> Weights => unit.Weights;

    /// <summary>1 where the weighted sum reaches the threshold, else 0.</summary>
    /// <exception cref="ArgumentException">An input is not 0 or 1, or there are more or fewer than weights.</exception>
    public int Fire(params ReadOnlySpan<int> inputs)
    {
        double[] x = new double[inputs.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = inputs[i] is 0 or 1 ? inputs[i] : throw new ArgumentException($"McCullochPitts: inputs are 0 or 1, and input {i + 1} is {inputs[i]}; a ThresholdUnit takes any numbers.", nameof(inputs));
        }

        return unit.Fire(x);
    }

    /// <summary>Weights and threshold.</summary>
    public override string ToString() => $"McCulloch-Pitts unit, weights {Points.Text(Weights)}, threshold {Points.Text(Threshold)}";
}

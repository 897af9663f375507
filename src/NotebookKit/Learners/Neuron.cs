using NotebookKit.Layers;

namespace NotebookKit.Learners;

/// <summary>The artificial neuron, y = phi(w x + b): a weighted sum and an activation. Positive weights excite, negative ones inhibit.</summary>
/// <remarks>[N, d] becomes [N], [d] one number; gradients flow to w, b and x. Lecture S2 L1.</remarks>
public sealed class Neuron : Module
{
    private readonly Func<Tensor, Tensor>? activation;

    /// <summary>Makes a neuron: <c>new Neuron([1, -0.8], bias: 0, u => u.Sigmoid())</c>.</summary>
    /// <param name="weights">w, one for each input.</param>
    /// <param name="bias">b; null for a neuron without.</param>
    /// <param name="activation">phi; null leaves the sum as it is.</param>
    /// <exception cref="ArgumentException">There are no weights.</exception>
    public Neuron(double[] weights, double? bias = 0, Func<Tensor, Tensor>? activation = null)
        : this(Tensor.From(weights), bias is { } b ? Tensor.Scalar(b, DType.Float64) : null, activation)
    {
    }

    /// <summary>Makes a neuron from tensors.</summary>
    /// <param name="weights">w, [d] of Float32 or Float64.</param>
    /// <param name="bias">b, one number; null for a neuron without.</param>
    /// <param name="activation">phi; null leaves the sum as it is.</param>
    /// <exception cref="ArgumentException">The weights are not [d].</exception>
    public Neuron(Tensor weights, Tensor? bias, Func<Tensor, Tensor>? activation = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rank != 1 || weights.Count == 0 || bias is { Count: not 1 })
        {
            throw new ArgumentException($"Neuron: weights are [d] and the bias one number, and these are {weights.Shape} and {bias?.Shape.ToString() ?? "none"}; several neurons that share inputs are a NeuronLayer.", nameof(weights));
        }

        Weight = new Parameter(weights);
        Bias = bias is null ? null : new Parameter(bias.Reshape());
        this.activation = activation;
    }

    /// <summary>w, [d].</summary>
    public Parameter Weight { get; }

    /// <summary>b, one number, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The same neuron with its bias as the weight w0 of an input that is always 1: see <see cref="WithOne"/>.</summary>
    public Neuron Augmented() =>
        new(Tensor.Concat([Bias is null ? Tensor.Zeros([1], Weight.DType) : Bias.Detach().Reshape(1), Weight.Detach()]), null, activation);

    /// <summary>(1, x): inputs with x0 = 1 in front.</summary>
    public static Tensor WithOne(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] sizes = input.Shape.ToArray();
        sizes[^1] = 1;
        return Tensor.Concat([Tensor.Ones(sizes, input.DType), input], -1);
    }

    /// <summary>u = w x + b, before the activation.</summary>
    /// <exception cref="ArgumentException">The inputs are not as many as the weights.</exception>
    public Tensor Sum(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank == 0 || input.Shape[^1] != Weight.Count)
        {
            throw new ArgumentException($"Neuron: {Weight.Count} weights need inputs [.., {Weight.Count}], and got {input.Shape}.", nameof(input));
        }

        Tensor sum = (input * Weight).Sum(-1);
        return Bias is null ? sum : sum + Bias;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => activation is null ? Sum(input) : activation(Sum(input));

    /// <inheritdoc/>
    public override string ToString() => $"Neuron, weights {Points.Text(Weight.ToArray<double>())}, {(Bias is null ? "no bias" : $"bias {Points.Text(Bias.Item())}")}";
}

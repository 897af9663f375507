using NotebookKit.Layers;

namespace NotebookKit.Learners;

/// <summary>Neurons that share their inputs, Y = phi(X W' + b): Rosenblatt's perceptron with several outputs, a layer of a network.</summary>
/// <remarks>
/// [N, inputs] becomes [N, neurons]. W[i, j] is the weight from sender j to receiver i, as the lectures write w_ij. A mask
/// takes connections away: they count as 0 and learn nothing. Lecture S2 L1 to L3.
/// </remarks>
public sealed class NeuronLayer : Module
{
    private readonly Tensor? mask;

    /// <summary>Makes a layer with weights evenly spread over +-1 / sqrt(inputs).</summary>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="neurons">Numbers out.</param>
    /// <param name="activation">phi; null leaves the sums as they are.</param>
    /// <param name="bias">Whether each neuron has a bias.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public NeuronLayer(int inputs, int neurons, Func<Tensor, Tensor>? activation = null, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        Linear start = new(inputs, neurons, bias, rng, dtype);
        (Weight, Bias, Activation) = (start.Weight, start.Bias, activation);
    }

    /// <summary>Makes a layer with given weights.</summary>
    /// <param name="weight">[neurons, inputs].</param>
    /// <param name="bias">[neurons], or null for none.</param>
    /// <param name="activation">phi; null leaves the sums as they are.</param>
    /// <param name="mask">[neurons, inputs], 1 where there is a connection: see <see cref="ConnectionMask"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public NeuronLayer(Tensor weight, Tensor? bias = null, Func<Tensor, Tensor>? activation = null, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2 || (bias is not null && bias.Shape != new Shape(weight.Shape[0])) || (mask is not null && mask.Shape != weight.Shape))
        {
            throw new ArgumentException($"NeuronLayer: weights are [neurons, inputs], biases [neurons], a mask is shaped like the weights; these are {weight.Shape}, {bias?.Shape.ToString() ?? "none"} and {mask?.Shape.ToString() ?? "none"}.", nameof(weight));
        }

        Weight = new Parameter(weight);
        Bias = bias is null ? null : new Parameter(bias);
        Activation = activation;
        this.mask = mask?.Detach().To(weight.DType).Keep();
    }

    /// <summary>W, [neurons, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [neurons], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>phi, or null for none.</summary>
    public Func<Tensor, Tensor>? Activation { get; }

    /// <summary>How many neurons.</summary>
    public int Neurons => Weight.Shape[0];

    /// <summary>How many inputs they share.</summary>
    public int Inputs => Weight.Shape[1];

    /// <summary>The neuron at a place, with a copy of its weights.</summary>
    public Neuron this[int neuron] => new(Connected.Detach()[neuron], Bias?.Detach()[neuron], Activation);

    /// <summary>X W' + b, before the activation.</summary>
    public Tensor Sum(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Linear(Connected, Bias);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Activation is null ? Sum(input) : Activation(Sum(input));

    /// <inheritdoc/>
    public override string ToString() => $"NeuronLayer({Inputs}, {Neurons}{(Bias is null ? ", no bias" : string.Empty)}{(mask is null ? string.Empty : $", {mask.Sum().Item():N0} of {Weight.Count:N0} connections")})";

    private Tensor Connected => mask is null ? Weight : Weight * mask;
}

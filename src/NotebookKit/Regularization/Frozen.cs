using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Regularization;

/// <summary>Transfer learning: a trained network whose numbers stay as they are, under a new head that learns.</summary>
/// <remarks>
/// <c>new Sequential(new Frozen(features), new Linear(64, 3))</c>: no gradient is computed below the head, no parameter and no running statistic
/// changes, and dropout is off, as in use. To train it further with a small rate (fine tuning), put the network itself under the head. Lectures S3
/// (transfer learning), S1, S2 L8.
/// </remarks>
public sealed class Frozen : Module
{
    private readonly Module network;

    /// <summary>Freezes a network; a gradient that its parameters had collected is let go, so that no optimiser moves them.</summary>
    public Frozen(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        foreach (Parameter parameter in network.Parameters())
        {
            parameter.Grad = null;
        }
    }

    /// <summary>What the network says, without a way back into it.</summary>
    public override Tensor Forward(Tensor input) => network.Predict(input);

    /// <summary>The features of many examples, computed in batches: inputs for another learner, such as a linear SVM or a logistic regression.</summary>
    /// <remarks>Lecture S3 (fully connected layer: use the features to train an SVM or LR).</remarks>
    /// <param name="inputs">[N, ...].</param>
    /// <param name="batchSize">Examples at a time.</param>
    /// <returns>[N, features].</returns>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    public Tensor Features(Tensor inputs, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (inputs.Rank < 2 || inputs.Shape[0] == 0)
        {
            throw new ArgumentException($"Features: takes examples [N, ...], one at least, and got {inputs.Shape}.", nameof(inputs));
        }

        List<Tensor> parts = [];
        for (int start = 0; start < inputs.Shape[0]; start += batchSize)
        {
            using BufferScope scope = new();
            parts.Add(network.Predict(inputs[start..Math.Min(inputs.Shape[0], start + batchSize)]).Flatten(1).Contiguous().Keep());
        }

        return Tensor.Concat(parts);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Frozen {network}";
}

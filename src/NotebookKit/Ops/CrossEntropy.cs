using NotebookKit.Devices;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>How badly scores predict labels: L = mean over n of -ln softmax(x_n)[label_n], in nats.</summary>
/// <remarks>
/// x is [N, classes], labels [N] of Int64, L a scalar; ln(classes) for equal scores. Softmax and logarithm are one
/// kernel, exact for any scores. dL/dx = (softmax(x) - one-hot) / N. When a graph of the gradient is asked for, the
/// same is made of softmax and plain operations. Lectures S1 (conditional log-likelihood), S2 L5, S4.
/// </remarks>
public sealed class CrossEntropy : GradientNode, IOp
{
    private readonly Tensor labels;
    private readonly Saved input;
    private Tensor? probabilities;

    private CrossEntropy(Tensor logits, Tensor labels, Tensor probabilities)
        : base(logits)
    {
        input = new Saved(logits);
        this.labels = labels;
        this.probabilities = probabilities;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach ((int rows, int classes) in new[] { (1, 1), (4, 3), (5, 10), (1, 33) })
            {
                long[] labels = [.. Enumerable.Range(0, rows).Select(n => (long)(((n * 7) + 2) % classes))];
                yield return new OpCase(
                    $"{rows} rows, {classes} classes",
                    [new(rows, classes)],
                    x => x[0].CrossEntropy(Tensor.From(labels)),
                    x => [labels.Select((label, n) => Math.Log(x[0].Skip(n * classes).Take(classes).Sum(Math.Exp)) - x[0][(n * classes) + label]).Average()]);
            }
        }
    }

    /// <summary>The mean cross-entropy.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label names no class.</exception>
    public static Tensor Apply(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        Check.Floats(nameof(CrossEntropy), logits);
        if (logits.Rank != 2 || logits.Count == 0)
        {
            throw new ArgumentException($"CrossEntropy: takes scores [N, classes] with at least one row, and got {logits.Shape}.");
        }

        Check.Labels(nameof(CrossEntropy), labels, logits.Shape[0], logits.Shape[1]);
        Tensor order = labels.To(logits.Device).Contiguous();
        Tensor probabilities = Tensor.Empty(logits.Shape, logits.DType, logits.Device);
        Tensor losses = Tensor.Empty(new Shape(logits.Shape[0]), logits.DType, logits.Device);
        logits.Device.CrossEntropy(logits.Contiguous(), order, probabilities, losses);
        Tensor loss = Mean(losses);
        return Gradient.Flows(logits) ? loss.From(new CrossEntropy(logits, order, probabilities)) : loss;
    }

    /// <inheritdoc/>
    internal override bool GivesOwn => true;

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor logits = input.Tensor;
        int rows = logits.Shape[0];
        if (Gradient.IsOn)
        {
            return [(logits.Softmax() - labels.OneHot(logits.Shape[1], logits.DType)) * (gradient / rows)];
        }

        Tensor slope = Tensor.Empty(logits.Shape, logits.DType, logits.Device);
        if (!gradient.Storage.IsHosted)
        {
            // To read the one number of the gradient would make a device with a memory of its own wait for the processor.
            logits.Device.CrossEntropyGradient(probabilities!, labels, 1.0 / rows, slope);
            return [slope * gradient];
        }

        logits.Device.CrossEntropyGradient(probabilities!, labels, gradient.Item() / rows, slope);
        return OperandGradients.Of(slope);
    }

    /// <inheritdoc/>
    protected override void Forget() => probabilities = null;

    // On the processor without a tensor for the count and another for the quotient, to the same bits.
    private static Tensor Mean(Tensor losses)
    {
        if (losses.Device is not CpuDevice)
        {
            return losses.Mean();
        }

        Tensor loss = losses.Sum();
        if (loss.DType == DType.Float32)
        {
            loss.Elements<float>()[0] /= losses.Count;
        }
        else
        {
            loss.Elements<double>()[0] /= losses.Count;
        }

        return loss;
    }
}

using System.Globalization;
using NotebookKit.Data;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Explain;

/// <summary>How an epoch of learning for the right reasons went, in means over its examples.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Answers">The cross-entropy: are the answers right?</param>
/// <param name="Reasons">The penalty times lambda: are the reasons?</param>
/// <param name="Accuracy">Share of right answers while it learned.</param>
public sealed record RightReasonsEpoch(int Epoch, double Answers, double Reasons, double Accuracy)
{
    /// <summary>All four, in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"epoch {Epoch}: answers {Answers:F3}, reasons {Reasons:F3}, {Accuracy:P1} right");
}

/// <summary>Right for the right reasons: a loss that also punishes gradients at pixels that must not matter.</summary>
/// <remarks>
/// <code>
/// L = cross-entropy + lambda / N * sum over n, d of (A_nd * d/dx_nd sum over classes k of ln p_nk)^2
/// </code>
/// A is 1 where a pixel must not matter, else 0. The gradient for the weights goes through a gradient: second derivatives, which every operation of the
/// kit has. Each example's scores must depend on its own picture alone, so batch normalisation must be in use and not in training. Ross, Hughes and
/// Doshi-Velez 2017; lecture S2 L12 (right for the right reasons).
/// </remarks>
/// <param name="lambda">How much reasons count, 0 or more; so that both parts of the loss have about the same size.</param>
public sealed class RightReasons(double lambda)
{
    /// <summary>How much reasons count.</summary>
    public double Lambda { get; } = lambda >= 0 && double.IsFinite(lambda) ? lambda : throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "RightReasons: lambda is 0 or more.");

    /// <summary>The whole loss of a batch, to go back from; the model is in training or in use as it is now.</summary>
    /// <param name="model">Gives [N, classes] scores.</param>
    /// <param name="inputs">[N, ...] of floats.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="mask">A, of the inputs' shape.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The model normalises over the batch.</exception>
    public Tensor Loss(Module model, Tensor inputs, Tensor labels, Tensor mask)
    {
        (Tensor answers, Tensor reasons, _) = Parts(model, inputs, labels, mask);
        return Lambda == 0 ? answers : answers + reasons;
    }

    /// <summary>Both parts of the loss, and the scores, [N, classes]; the second part is multiplied by lambda already.</summary>
    /// <inheritdoc cref="Loss"/>
    public (Tensor Answers, Tensor Reasons, Tensor Scores) Parts(Module model, Tensor inputs, Tensor labels, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(mask);
        if (!inputs.DType.IsFloat() || inputs.Rank < 2 || mask.Shape != inputs.Shape)
        {
            throw new ArgumentException($"RightReasons: takes inputs [N, ...] of floats and a mask of their shape, and got {inputs.Shape} of {inputs.DType} and {mask.Shape}.", nameof(mask));
        }

        if (InUse.Within(model).OfType<BatchNorm>().Any(norm => norm.IsTraining || norm.RunningMean is null))
        {
            throw new InvalidOperationException("RightReasons: batch normalisation in training ties the examples of a batch together, so that no gradient belongs to one of them; put those layers into use (IsTraining = false), or take GroupNorm.");
        }

        using IDisposable on = Gradient.On();
        Tensor x = inputs.Detach();
        x.RequiresGrad = true;
        Tensor scores = model.Forward(x);
        Tensor answers = Losses.Loss.CrossEntropy(scores, labels);
        Tensor slope = Gradient.Of(scores.LogSoftmax(1).Sum(), x, createGraph: true);
        Tensor reasons = (slope * mask.Detach().To(x.DType)).Square().Sum() * (Lambda / x.Shape[0]);
        return (answers, reasons, scores);
    }

    /// <summary>Trains with this loss for some epochs. The model is in training meanwhile, and stays so.</summary>
    /// <param name="model">Gives [N, classes] scores.</param>
    /// <param name="optimizer">Over its parameters.</param>
    /// <param name="data">Pictures in classes.</param>
    /// <param name="masks">A for each example, in the inputs' shape: floats, or bytes of which 255 counts as 1.</param>
    /// <param name="epochs">How many times through.</param>
    /// <param name="batchSize">Examples an update.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The model normalises over the batch, or the loss is no longer a number.</exception>
    public IReadOnlyList<RightReasonsEpoch> Fit(Module model, Optimizer optimizer, Dataset data, Tensor masks, int epochs = 1, int batchSize = 64, Rng? rng = null, Action<RightReasonsEpoch>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Shape != data.Inputs.Shape || !data.IsClassification || data.Count == 0)
        {
            throw new ArgumentException($"RightReasons.Fit: takes examples in classes and masks of their shape, and got {data} and masks {masks.Shape}.", nameof(masks));
        }

        Dataset where = new("masks", masks, data.Labels);
        DataLoader loader = new(data, batchSize, shuffle: true, rng);
        List<RightReasonsEpoch> history = [];
        model.IsTraining = true;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            double answers = 0, reasons = 0, right = 0;
            foreach (ReadOnlyMemory<int> examples in loader.NextEpoch())
            {
                using BufferScope scope = new();
                Cancellation.ThrowIfRequested();
                Batch batch = data.Load(examples.Span);
                optimizer.ZeroGrad();
                (Tensor first, Tensor second, Tensor scores) = Parts(model, batch.Inputs, batch.Labels, where.Load(examples.Span).Inputs);
                (Lambda == 0 ? first : first + second).Backward();
                optimizer.Step();
                (double a, double b) = (first.Item(), second.Item());
                if (!double.IsFinite(a + b))
                {
                    throw new InvalidOperationException($"RightReasons.Fit: the loss became {a + b} in epoch {epoch}; try a smaller LearningRate (it is {optimizer.LearningRate}) or a smaller lambda (it is {Lambda}).");
                }

                answers += a * examples.Length;
                reasons += b * examples.Length;
                right += scores.ArgMax(1).EqualTo(batch.Labels).CountNonZero().Item();
            }

            history.Add(new(epoch, answers / data.Count, reasons / data.Count, right / data.Count));
            progress?.Invoke(history[^1]);
        }

        return history;
    }

    /// <summary>Its formula, in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"cross-entropy + {Lambda:G3} / N sum (A d ln p / dx)^2");
}

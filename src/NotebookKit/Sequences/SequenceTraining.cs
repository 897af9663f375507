using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Sequences;

/// <summary>What the models of sequences do alike: learn step by step from examples drawn anew, and be asked without learning.</summary>
internal static class SequenceTraining
{
    /// <summary>Learns.</summary>
    /// <param name="model">The model; it is in training afterwards.</param>
    /// <param name="optimizer">Of its parameters.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="loss">Draws examples and gives their loss in nats.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <param name="progress">Told each step's number, from 1, and its loss.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public static void Run(Module model, Optimizer optimizer, int steps, Func<Rng, Tensor> loss, Rng? rng, Action<int, double>? progress)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        Rng dice = rng ?? Rng.Current;
        model.IsTraining = true;
        for (int step = 1; step <= steps; step++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            optimizer.ZeroGrad();
            Tensor mean = loss(dice);
            double nats = mean.Item();
            if (!double.IsFinite(nats))
            {
                throw new InvalidOperationException($"{model.GetType().Name}: the loss is {nats} in step {step}; try a smaller LearningRate, or ClipNorm.");
            }

            mean.Backward();
            optimizer.Step();
            progress?.Invoke(step, nats);
        }
    }

    /// <summary>Asks a model something without gradients and without dropout, and leaves it as it was.</summary>
    public static T Judging<T>(Module model, Func<T> ask)
    {
        bool before = model.IsTraining;
        model.IsTraining = false;
        using IDisposable off = Gradient.Off();
        try
        {
            return ask();
        }
        finally
        {
            model.IsTraining = before;
        }
    }
}

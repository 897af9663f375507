using System.Diagnostics;
using NotebookKit.Data;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Training;

/// <summary>The training loop of a classifier: for each batch forward, loss, backward, step; live curves while it runs.</summary>
/// <remarks>
/// The loop in full:
/// <code>
/// foreach (Batch batch in loader)
/// {
///     optimizer.ZeroGrad();
///     Tensor loss = Loss.CrossEntropy(model.Forward(batch.Inputs), batch.Labels);
///     loss.Backward();
///     optimizer.Step();
/// }
/// </code>
/// Each step runs in a <see cref="BufferScope"/>, so it allocates nothing large once the first has passed.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class Trainer
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);
    private readonly Module model;
    private readonly Optimizer optimizer;

    /// <summary>Makes a trainer.</summary>
    public Trainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        this.model = model;
        this.optimizer = optimizer;
    }

    /// <summary>What to make small, from scores and labels.</summary>
    public Func<Tensor, Tensor, Tensor> Loss { get; init; } = Losses.Loss.CrossEntropy;

    /// <summary>Whether to show the history while it grows.</summary>
    public bool Show { get; init; } = true;

    /// <summary>Trains for some epochs.</summary>
    /// <param name="train">What to learn from; shuffled anew each epoch.</param>
    /// <param name="test">What to look at after each epoch; never learned from.</param>
    /// <param name="epochs">How many times through.</param>
    /// <param name="batchSize">Examples an update.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <param name="token">Stops between two updates.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number: the rate is too high, say.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the model keeps what it has learned.</exception>
    public History Fit(Dataset train, Dataset? test = null, int epochs = 1, int batchSize = 64, Rng? rng = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        DataLoader loader = new(train, batchSize, shuffle: true, rng);
        History history = new(epochs * loader.Count);
        IShownValue? shown = Show ? Notebook.Display(history) : null;
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan lastFrame = TimeSpan.Zero;
        model.IsTraining = true;
        try
        {
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                double lossSum = 0;
                int correct = 0;
                foreach (ReadOnlyMemory<int> examples in loader.NextEpoch())
                {
                    token.ThrowIfCancellationRequested();
                    (double loss, int right) = Step(train, examples.Span);
                    if (!double.IsFinite(loss))
                    {
                        throw new InvalidOperationException(
                            $"Fit: the loss became {loss} at update {history.Updates.Count + 1}; try a smaller LearningRate (it is {optimizer.LearningRate}) or look at the inputs.");
                    }

                    lossSum += loss * examples.Length;
                    correct += right;
                    history.Add(new UpdateRecord(loss, (double)right / examples.Length), clock.Elapsed);
                    if (clock.Elapsed - lastFrame >= Frame)
                    {
                        lastFrame = clock.Elapsed;
                        shown?.Update(history);
                    }
                }

                Evaluation? seen = test is null ? null : Evaluate(test);
                history.Add(
                    new EpochRecord(epoch, epoch * loader.Count, lossSum / train.Count, (double)correct / train.Count, seen?.Loss, seen?.Accuracy),
                    clock.Elapsed);
                shown?.Update(history);
            }
        }
        finally
        {
            history.Finish();
            shown?.Update(history);
        }

        return history;
    }

    /// <summary>Looks at every example of a set without learning from it.</summary>
    public Evaluation Evaluate(Dataset data, int batchSize = 500)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0)
        {
            throw new ArgumentException("Evaluate: the set is empty.", nameof(data));
        }

        int classes = data.ClassNames.Count;
        float[] probabilities = new float[data.Count * classes];
        int[] predictions = new int[data.Count];
        double lossSum = 0;
        int done = 0;
        foreach (ReadOnlyMemory<int> examples in new DataLoader(data, batchSize).NextEpoch())
        {
            using BufferScope scope = new();
            Batch batch = data.Load(examples.Span);
            Tensor scores = model.Predict(batch.Inputs);
            using (Gradient.Off())
            {
                lossSum += Loss(scores, batch.Labels).Item() * examples.Length;
                scores.Softmax().To(DType.Float32).Elements<float>().CopyTo(probabilities.AsSpan(done * classes));
                ReadOnlySpan<long> best = scores.ArgMax(1).Elements<long>();
                for (int i = 0; i < best.Length; i++)
                {
                    predictions[done + i] = (int)best[i];
                }
            }

            done += examples.Length;
        }

        int[] truth = Array.ConvertAll(data.Labels.ToArray<long>(), label => (int)label);
        return new Evaluation(
            lossSum / data.Count, Tensor.Wrap(probabilities, new Shape(data.Count, classes)), predictions, new ConfusionMatrix(truth, predictions, data.ClassNames));
    }

    /// <summary>What it trains with what, in a line.</summary>
    public override string ToString() => $"trains {model.GetType().Name} with {optimizer}";

    private (double Loss, int Correct) Step(Dataset train, ReadOnlySpan<int> examples)
    {
        using BufferScope scope = new();
        Batch batch = train.Load(examples);
        optimizer.ZeroGrad();
        model.Saw(batch.Inputs);
        Tensor scores = model.Forward(batch.Inputs);
        Tensor loss = Loss(scores, batch.Labels);
        loss.Backward();
        optimizer.Step();
        ReadOnlySpan<long> best = scores.ArgMax(1).Elements<long>();
        ReadOnlySpan<long> labels = batch.Labels.Elements<long>();
        int correct = 0;
        for (int i = 0; i < best.Length; i++)
        {
            correct += best[i] == labels[i] ? 1 : 0;
        }

        return (loss.Item(), correct);
    }
}

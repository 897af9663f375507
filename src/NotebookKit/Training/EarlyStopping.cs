using NotebookKit.Layers;

namespace NotebookKit.Training;

/// <summary>Early stopping: ends the training when the set kept aside has seen no better epoch for a while, and takes the best weights back.</summary>
/// <remarks>
/// An epoch is better when its value is below the best so far by more than <see cref="MinimalChange"/>; an equal one is
/// not, nor is NaN. Without a patience it never stops and still selects the best, as lecture S2 does. Epochs on which the
/// set kept aside was not looked at do not count. Lectures S1 (patience n), S2 L7, S3, S4.
/// </remarks>
public sealed class EarlyStopping : ITrainingCallback, IResumable
{
    private const string Weights = "weights.";
    private StateDictionary? best;

    /// <summary>Makes the callback.</summary>
    /// <param name="patience">After how many looks in a row without a better value to stop; null for never.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public EarlyStopping(int? patience = null) =>
        Patience = patience is null or >= 1 ? patience : throw new ArgumentOutOfRangeException(nameof(patience), patience, "EarlyStopping: patience is 1 or more looks, or null.");

    /// <summary>After how many looks in a row without a better value to stop; null for never.</summary>
    public int? Patience { get; }

    /// <summary>What is to become small; the loss on the set kept aside when null. Negate what is to become large: <c>Monitor = epoch => -epoch.TestAccuracy!.Value</c>.</summary>
    public Func<EpochRecord, double>? Monitor { get; init; }

    /// <summary>By how much a value must be below the best.</summary>
    public double MinimalChange { get; init; }

    /// <summary>Whether the model gets the weights of the best epoch back at the end.</summary>
    public bool RestoresBest { get; init; } = true;

    /// <summary>The best value so far; NaN before the first.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>The epoch of the best value; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>How many looks have passed since the best.</summary>
    public int Waited { get; private set; }

    /// <summary>The weights of the best epoch; null before the first, or where they are not restored.</summary>
    public IReadOnlyDictionary<string, Tensor>? BestState => best;

    /// <inheritdoc/>
    public void OnTrainStart(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (Monitor is null && !run.HasTestSet)
        {
            throw new InvalidOperationException("EarlyStopping: there is no set kept aside to watch; give Fit a test set, or say with Monitor what to watch.");
        }

        // A training that goes on has loaded what was remembered; a new one begins anew.
        if (run.Update == 0)
        {
            (Best, BestEpoch, Waited, best) = (double.NaN, 0, 0, null);
        }
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        EpochRecord epoch = run.History.Epochs[^1];
        if (Monitor is null && epoch.TestLoss is null)
        {
            return;
        }

        double value = Monitor is null ? epoch.TestLoss!.Value : Monitor(epoch);
        if (double.IsNaN(Best) ? !double.IsNaN(value) : value < Best - MinimalChange)
        {
            (Best, BestEpoch, Waited) = (value, epoch.Epoch, 0);
            Remember(run.Model);
        }
        else if (++Waited >= Patience)
        {
            run.Stop(BestEpoch == 0 ? $"{Waited} looks and never a number" : $"no better than epoch {BestEpoch} for {Waited} looks");
        }
    }

    /// <inheritdoc/>
    public void OnTrainEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (RestoresBest && best is not null)
        {
            run.Model.Load(best);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        Dictionary<string, Tensor> state = new()
        {
            ["best"] = Tensor.Scalar(Best, DType.Float64),
            ["counts"] = Tensor.From([(long)BestEpoch, Waited]),
        };
        if (best is not null)
        {
            foreach ((string name, Tensor tensor) in best)
            {
                state[Weights + name] = tensor;
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long[] counts = state["counts"].ToArray<long>();
        (Best, BestEpoch, Waited) = (state["best"].ToArray<double>()[0], (int)counts[0], (int)counts[1]);
        Dictionary<string, Tensor> weights = state.Where(named => named.Key.StartsWith(Weights, StringComparison.Ordinal))
            .ToDictionary(named => named.Key[Weights.Length..], named => named.Value.Clone().Keep());
        best = weights.Count == 0 ? null : new StateDictionary(weights);
    }

    /// <summary>The patience and the best epoch, in a line.</summary>
    public override string ToString() =>
        $"early stopping {(Patience is { } looks ? $"after {looks} looks without a better one" : "never, but the best epoch is selected")}{(BestEpoch == 0 ? string.Empty : $"; best {Best:G4} in epoch {BestEpoch}")}";

    // The copies are made once and written over at each better epoch.
    private void Remember(Module model)
    {
        if (!RestoresBest)
        {
            return;
        }

        if (best is null)
        {
            best = ModuleState.Of(model);
        }
        else
        {
            ModuleState.CopyInto(model, best);
        }
    }
}

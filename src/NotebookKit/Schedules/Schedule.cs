using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Schedules;

/// <summary>Changes an optimiser's rate as training goes on: call <see cref="Step"/> once an epoch, or once an update, after the optimiser's step.</summary>
/// <remarks>
/// The rate that the optimiser has when the schedule is made is epsilon_0. <see cref="RateAt"/> is the formula: draw it with
/// <c>Chart.Function(schedule.RateAt, 0, 100)</c>. Lectures S2 L4, S3, S4.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public abstract class Schedule
{
    private bool begun;

    /// <summary>Takes an optimiser.</summary>
    protected Schedule(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        InitialRate = optimizer.LearningRate;
    }

    /// <summary>The optimiser.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>epsilon_0: the optimiser's rate when the schedule was made.</summary>
    public double InitialRate { get; private set; }

    /// <summary>k: how many steps the schedule has taken.</summary>
    public int Steps { get; private set; }

    /// <summary>epsilon_k, the rate after k steps.</summary>
    /// <param name="k">The step; between two of them the formula is followed where it is smooth.</param>
    public abstract double RateAt(double k);

    /// <summary>Sets the optimiser's rate for the step that is to come first; <see cref="Step"/> calls it, and the schedules that begin elsewhere than at epsilon_0 need it before.</summary>
    /// <returns>This schedule: <c>var schedule = new OneCycle(sgd) { MaxRate = 0.1, TotalSteps = 1000 }.Begin();</c></returns>
    public Schedule Begin()
    {
        begun = true;
        Optimizer.LearningRate = RateAt(Steps);
        return this;
    }

    /// <summary>Goes a step further and sets the optimiser's rate.</summary>
    public void Step()
    {
        begun = true;
        Steps++;
        Optimizer.LearningRate = RateAt(Steps);
    }

    /// <summary>What a training that goes on later must know, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> State() => new StateDictionary(Numbers().ToDictionary(number => number.Name, number => Tensor.Scalar(number.Value, DType.Float64).Keep()));

    /// <summary>Takes over a state that <see cref="State"/> gave for the same schedule, and sets the optimiser's rate.</summary>
    /// <exception cref="ArgumentException">Names are missing or unexpected, or a value is no single finite number; nothing was changed.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        string[] own = [.. Numbers().Select(number => number.Name)];
        string[] missing = [.. own.Where(name => !state.ContainsKey(name))];
        string[] unexpected = [.. state.Keys.Except(own)];
        string[] wrong = [.. own.Where(name => state.TryGetValue(name, out Tensor? value) && !(value.Count == 1 && !double.IsNaN(value.Item()) && value.Item() >= 0))];
        bool noCount = missing.Length == 0 && wrong.Length == 0 && !(state[StepsName].Item() is var steps && steps <= int.MaxValue && steps == Math.Floor(steps));
        if (missing.Length + unexpected.Length + wrong.Length > 0 || noCount)
        {
            string[] lines =
            [
                .. Listed("missing", missing), .. Listed("unexpected", unexpected), .. Listed("no single number of 0 or more", wrong), .. Listed("no count", noCount ? [StepsName] : []),
            ];
            throw new ArgumentException($"Load: the state does not fit {GetType().Name}; nothing was changed. {string.Join("; ", lines)}.", nameof(state));
        }

        Take(state.ToDictionary(pair => pair.Key, pair => pair.Value.Item()));
        begun = true;
    }

    /// <summary>The schedule, its step and the rate, in a line.</summary>
    public override string ToString() => $"{GetType().Name}, step {Steps:N0}, rate {(begun ? Optimizer.LearningRate : RateAt(0)):G6}";

    private const string StepsName = "steps";

    /// <summary>The numbers of the state.</summary>
    private protected virtual IEnumerable<(string Name, double Value)> Numbers() => [(StepsName, Steps), ("initialRate", InitialRate)];

    /// <summary>Takes over the numbers of a state.</summary>
    private protected virtual void Take(IReadOnlyDictionary<string, double> numbers)
    {
        Steps = (int)numbers[StepsName];
        InitialRate = numbers["initialRate"];
        Optimizer.LearningRate = RateAt(Steps);
    }

    /// <summary>Counts a step of a schedule that chooses the rate itself.</summary>
    private protected void Count() => Steps++;

    private static string[] Listed(string what, string[] names) => names.Length == 0 ? [] : [$"{what}: {string.Join(", ", names)}"];
}

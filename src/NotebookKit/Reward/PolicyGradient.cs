using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Reward;

/// <summary>REINFORCE: do what the network's probabilities say, and make likelier what earned more than usual.</summary>
/// <remarks>
/// The gradient of the mean reward is the mean of (G - b) grad log p(a | s), with G the discounted rewards from that step on. Any baseline b that does
/// not depend on the action leaves the mean as it is and can make its spread much smaller; here it is the mean return at the same moment of other
/// episodes. Williams 1992; lecture S2 L11 (the controller of an architecture search).
/// </remarks>
public sealed class PolicyGradient
{
    private readonly Module network;
    private readonly Adam optimizer;

    /// <summary>Makes a learner.</summary>
    /// <param name="network">Gives scores [N, actions] for states [N, state], whose softmax are the probabilities.</param>
    public PolicyGradient(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        optimizer = new Adam(network.Parameters());
    }

    /// <summary>What tomorrow's reward is worth today.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>Whether what is usual is subtracted.</summary>
    public bool HasBaseline { get; init; } = true;

    /// <summary>Episodes for each step of the optimiser.</summary>
    public int EpisodesEach { get; init; } = 8;

    /// <summary>The rate of Adam.</summary>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>A mean over the last <see cref="EpisodesEach"/> episodes, three times in a row, from which on it has learned enough.</summary>
    public double Enough { get; init; } = double.PositiveInfinity;

    /// <summary>Acts and learns.</summary>
    /// <param name="world">The world.</param>
    /// <param name="episodes">Episodes at most.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    public RewardHistory Learn(IEnvironment world, int episodes, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        Rng dice = rng ?? Rng.Current;
        List<double> returns = [];
        int good = 0;
        while (returns.Count < episodes && good < 3)
        {
            (List<float[]> States, List<int> Actions, List<double> Rewards)[] played = [.. Enumerable.Range(0, EpisodesEach).Select(_ => Play(world, dice))];
            returns.AddRange(played.Select(one => one.Rewards.Sum()));
            good = returns.TakeLast(EpisodesEach).Average() >= Enough ? good + 1 : 0;
            double[][] worth = [.. played.Select(one => ReturnsFrom(one.Rewards, Discount))];
            double[] advantages = [.. HasBaseline ? LessUsual(worth) : worth.SelectMany(list => list)];
            Improve([.. played.SelectMany(one => one.States)], [.. played.SelectMany(one => one.Actions)], advantages);
        }

        return new(returns, []);
    }

    /// <summary>What it learns with, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"policy gradient of {network}, discount {Discount}, {(HasBaseline ? "with" : "without")} a baseline");

    /// <summary>G for every step: its reward, plus discount times the next step's G.</summary>
    public static double[] ReturnsFrom(IReadOnlyList<double> rewards, double discount)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        double[] sums = new double[rewards.Count];
        double sum = 0;
        for (int step = rewards.Count - 1; step >= 0; step--)
        {
            sums[step] = sum = rewards[step] + (discount * sum);
        }

        return sums;
    }

    /// <summary>One step of the optimiser along the mean of advantage times grad log p.</summary>
    /// <param name="states">Where something was done.</param>
    /// <param name="actions">What.</param>
    /// <param name="advantages">How much more than usual it earned.</param>
    public void Improve(IReadOnlyList<float[]> states, IReadOnlyList<int> actions, IReadOnlyList<double> advantages)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(advantages);
        using BufferScope scope = new();
        optimizer.LearningRate = LearningRate;
        optimizer.ZeroGrad();
        Tensor all = Tensor.From([.. states.SelectMany(state => state)], [states.Count, states[0].Length]);
        Tensor chosen = network.Forward(all).LogSoftmax(1).Gather(1, Tensor.From([.. actions.Select(action => (long)action)], [actions.Count, 1]));
        Tensor loss = -(chosen * Tensor.From([.. advantages.Select(number => (float)number)], [advantages.Count, 1])).Mean();
        loss.Backward();
        optimizer.Step();
    }

    // The mean over the episodes that are still going at the same moment, and all over their spread, so that one rate fits all.
    private static IEnumerable<double> LessUsual(double[][] worth)
    {
        double[] usual = [.. Enumerable.Range(0, worth.Max(list => list.Length)).Select(step => worth.Where(list => list.Length > step).Average(list => list[step]))];
        double[] over = [.. worth.SelectMany(list => list.Select((number, step) => number - usual[step]))];
        double spread = Math.Sqrt(over.Average(number => number * number)) + 1e-8;
        return over.Select(number => number / spread);
    }

    private (List<float[]> States, List<int> Actions, List<double> Rewards) Play(IEnvironment world, Rng dice)
    {
        (List<float[]> States, List<int> Actions, List<double> Rewards) done = ([], [], []);
        float[] state = world.Reset(dice);
        Outcome came;
        do
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            int action = dice.Pick(network.Predict(Tensor.From(state, [1, state.Length])).Softmax(1).To(DType.Float64).ToArray<double>());
            came = world.Step(action);
            done.States.Add(state);
            done.Actions.Add(action);
            done.Rewards.Add(came.Reward);
            state = came.State;
        }
        while (!came.IsOver);
        return done;
    }
}

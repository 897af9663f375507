using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Reward;

/// <summary>A deep Q-network: the table of Q-learning as a network, learned from a memory of steps against a copy of itself that stands still for a while.</summary>
/// <remarks>
/// The target of a step is r + discount max over a of Q'(s', a), with the copy's Q', and r alone after the end. <see cref="IsDouble"/> lets the network
/// choose the action and the copy value it, so that luck in one is not taken for worth by both (van Hasselt, Guez and Silver 2016). The loss is
/// Huber's. Mnih et al. 2015; lecture S3 (reinforcement learning).
/// </remarks>
public sealed class DeepQ
{
    private readonly Module network;
    private readonly Module copy;
    private readonly Adam optimizer;

    /// <summary>Makes a learner.</summary>
    /// <param name="network">Gives [N, actions] for states [N, state].</param>
    /// <param name="copy">A network of the same kind, which becomes the copy that stands still.</param>
    public DeepQ(Module network, Module copy)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(copy);
        (this.network, this.copy) = (network, copy);
        optimizer = new Adam(network.Parameters()) { ClipNorm = 10 };
        copy.Load(network.State());
    }

    /// <summary>What tomorrow's reward is worth today.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>Whether the network chooses and the copy values.</summary>
    public bool IsDouble { get; init; } = true;

    /// <summary>Steps from one renewal of the copy to the next; 1 is as good as no copy.</summary>
    public int CopyEvery { get; init; } = 250;

    /// <summary>Steps that are remembered; with <see cref="BatchSize"/> only the latest are learned from.</summary>
    public int MemorySize { get; init; } = 20_000;

    /// <summary>Steps learned from at once.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The rate of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps by chance before it learns anything.</summary>
    public int FirstSteps { get; init; } = 500;

    /// <summary>Steps over which the share of steps by chance falls from 1 to <see cref="LeastCuriosity"/>.</summary>
    public int CuriousSteps { get; init; } = 4_000;

    /// <summary>The share of steps by chance in the long run.</summary>
    public double LeastCuriosity { get; init; } = 0.05;

    /// <summary>Steps between two tests without chance.</summary>
    public int TestEvery { get; init; } = 1_000;

    /// <summary>Episodes of a test.</summary>
    public int TestEpisodes { get; init; } = 20;

    /// <summary>A mean of a test from which on it has learned enough.</summary>
    public double Enough { get; init; } = double.PositiveInfinity;

    /// <summary>Acts and learns.</summary>
    /// <param name="world">The world to learn in.</param>
    /// <param name="trial">A world of the same kind for the tests.</param>
    /// <param name="steps">Steps at most.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <param name="progress">Told every test.</param>
    public RewardHistory Learn(IEnvironment world, IEnvironment trial, int steps, Rng? rng = null, Action<RewardTest>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(trial);
        Rng dice = rng ?? Rng.Current, tests = dice.Fork();
        ReplayMemory memory = new(MemorySize, world.StateSize);
        List<double> returns = [];
        List<RewardTest> scores = [];
        float[] state = world.Reset(dice);
        double sum = 0;
        for (int step = 1; step <= steps; step++)
        {
            Cancellation.ThrowIfRequested();
            double curiosity = Math.Max(LeastCuriosity, 1 - ((1 - LeastCuriosity) * (step - FirstSteps) / CuriousSteps));
            int action = step <= FirstSteps || dice.NextDouble() < curiosity ? dice.Next(world.Actions.Count) : Episodes.Best(network, state);
            Outcome came = world.Step(action);
            memory.Add(state, action, came);
            (state, sum) = (came.State, sum + came.Reward);
            if (came.IsOver)
            {
                returns.Add(sum);
                (state, sum) = (world.Reset(dice), 0);
            }

            if (step > FirstSteps)
            {
                Improve(memory.Sample(BatchSize, dice));
            }

            if (step % CopyEvery == 0)
            {
                copy.Load(network.State());
            }

            if (step % TestEvery == 0 && step > FirstSteps)
            {
                scores.Add(new(step, Episodes.Greedy(network, trial, TestEpisodes, tests).Average()));
                progress?.Invoke(scores[^1]);
                if (scores[^1].Mean >= Enough)
                {
                    break;
                }
            }
        }

        return new(returns, scores);
    }

    /// <summary>What it learns with, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{(IsDouble ? "double " : "")}deep Q-learning of {network}, discount {Discount}, copy renewed every {CopyEvery} steps");

    /// <summary>What each step of a batch should be worth, [N, 1].</summary>
    public Tensor Targets(ReplayBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using (Gradient.Off())
        {
            Tensor later = copy.Predict(batch.Next);
            Tensor best = IsDouble ? later.Gather(1, network.Predict(batch.Next).ArgMax(1).Unsqueeze(1)) : later.Max(1, keepDim: true);
            return batch.Rewards + (batch.Lives * best * Discount);
        }
    }

    /// <summary>One step of learning.</summary>
    /// <returns>Huber's loss before it.</returns>
    public double Improve(ReplayBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using BufferScope scope = new();
        Tensor targets = Targets(batch);
        optimizer.LearningRate = LearningRate;
        optimizer.ZeroGrad();
        Tensor loss = Loss.Huber(network.Forward(batch.States).Gather(1, batch.Actions), targets);
        loss.Backward();
        optimizer.Step();
        return loss.Item();
    }
}

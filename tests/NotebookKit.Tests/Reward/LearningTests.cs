using NotebookKit.Layers;
using NotebookKit.Reward;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Reward;

/// <summary>Learning by reward: targets by hand, small worlds learned whole, and the pole behind NOTEBOOKKIT_SLOW_TESTS=1.</summary>
public class LearningTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("System", "RL-DQN")]
    public void Q_learning_by_table_and_by_network_finds_the_shortest_way()
    {
        GridWorld grid = new(["....", ".##.", "S#.G"], stepReward: -0.02);
        double[] right = ValueIteration.Run(grid.World, 0.95)[^1];
        int[] best = ValueIteration.Policy(grid.World, right, 0.95);
        double shortest = Follow(grid, square => best[square]);
        Assert.Equal(1 - (0.02 * 6), shortest, 9);

        (double[,] table, _) = new QTable { Discount = 0.95, Curiosity = 0.3, Rate = 0.5 }.Learn(grid, 600, new Rng(1));
        Assert.Equal(shortest, Follow(grid, square => QTable.Best(table, square)), 9);
        Assert.All([8, 4, 0, 1, 2, 3, 7], square => Assert.Equal(right[square], table[square, QTable.Best(table, square)], 0.01));

        DeepQ learner = new(Network(12, 4, 1), Network(12, 4, 2))
        {
            Discount = 0.95,
            FirstSteps = 100,
            CuriousSteps = 1500,
            LeastCuriosity = 0.2,
            CopyEvery = 50,
            TestEvery = 100,
            TestEpisodes = 1,
            LearningRate = 5e-3,
            BatchSize = 32,
            Enough = shortest - 1e-9,
        };
        RewardHistory history = learner.Learn(grid, new GridWorld(["....", ".##.", "S#.G"], stepReward: -0.02), 3000, new Rng(1));
        output.WriteLine(history.ToString());
        Assert.Equal(shortest, history.Best, 6);
    }

    [Fact]
    public void Targets_are_those_by_hand_and_nothing_follows_the_end()
    {
        // Network and copy are tables: one layer without bias on one-hot states.
        Linear network = new(2, 2, bias: false), copy = new(2, 2, bias: false);
        network.Weight.Set(Tensor.From([1f, 5f, 2f, 4f], [2, 2]));
        DeepQ twice = new(network, copy) { Discount = 0.5 };
        DeepQ once = new(network, copy) { Discount = 0.5, IsDouble = false };
        copy.Weight.Set(Tensor.From([10f, 30f, 20f, 40f], [2, 2]));
        ReplayMemory memory = new(3, 2);
        memory.Add([1, 0], 0, new([1, 0], 7, false, false));
        memory.Add([1, 0], 1, new([0, 1], 8, false, true));
        memory.Add([0, 1], 1, new([0, 1], 9, true, false));
        ReplayBatch all = memory.Latest(3);

        // State 0: the network prefers action 1 (2 > 1), which the copy values 20; state 1: the network action 0 (5 > 4), the copy 30, its own best is 40.
        Assert.Equal([7 + 10f, 8 + 15f, 9f], twice.Targets(all).ToArray<float>());
        Assert.Equal([7 + 10f, 8 + 20f, 9f], once.Targets(all).ToArray<float>());
    }

    [Fact]
    public void A_memory_forgets_the_oldest_and_samples_evenly()
    {
        ReplayMemory memory = new(4, 1);
        Assert.Throws<InvalidOperationException>(() => memory.Sample(1, new Rng(1)));
        for (int i = 0; i < 6; i++)
        {
            memory.Add([i], i % 2, new([i + 1], i, i == 5, false));
        }

        Assert.Equal([2f, 3, 4, 5], memory.Latest(4).States.ToArray<float>());
        Assert.Equal([1f, 1, 1, 0], memory.Latest(4).Lives.ToArray<float>());
        Assert.Equal([5f], memory.Latest(1).Rewards.ToArray<float>());
        float[] drawn = memory.Sample(4000, new Rng(1)).States.ToArray<float>();
        Assert.All([2f, 3, 4, 5], state => Assert.InRange(drawn.Count(one => one == state), 880, 1120));
        Assert.Throws<ArgumentException>(() => memory.Add([1, 2], 0, new([1], 0, false, false)));
    }

    [Fact]
    public void Returns_add_up_backwards()
    {
        Assert.Equal([1 + (0.5 * 3.5), 2 + (0.5 * 3), 3], PolicyGradient.ReturnsFrom([1, 2, 3], 0.5));
    }

    [Fact]
    public void The_policy_gradient_goes_up_the_hill_of_the_mean_reward()
    {
        // Two arms that pay 1 and 3: with p the chance of the second, the mean is 1 + 2 p, its slope along the score difference 2 p (1 - p).
        Linear network = new(1, 2, bias: false);
        network.Weight.Set(Tensor.From([0.3f, -0.2f], [2, 1]));
        double p = 1 / (1 + Math.Exp(0.5));
        foreach (double baseline in new[] { 0, 1.5, 10 })
        {
            double slope = 0;
            foreach ((int arm, double chance, double reward) in new[] { (0, 1 - p, 1.0), (1, p, 3.0) })
            {
                network.ZeroGrad();
                Tensor score = network.Forward(Tensor.Ones([1, 1])).LogSoftmax(1)[0, arm];
                (score * (reward - baseline)).Backward();
                slope += chance * network.Weight.Grad![1, 0].Item();
            }

            Assert.Equal(2 * p * (1 - p), slope, 5);
        }

        PolicyGradient learner = new(network) { LearningRate = 0.1 };
        for (int step = 0; step < 50; step++)
        {
            learner.Improve([[1], [1]], [0, 1], [-1, 1]);
        }

        Assert.True(network.Predict(Tensor.Ones([1, 1])).Softmax(1)[0, 1].Item() > 0.95);
    }

    [Fact]
    public void The_policy_gradient_learns_a_small_grid()
    {
        GridWorld grid = new(["S..", ".#.", "..G"], stepReward: -0.05);
        RewardHistory history = new PolicyGradient(Network(9, 4, 3)) { LearningRate = 0.02, Enough = 0.84 }.Learn(grid, 2000, new Rng(2));
        output.WriteLine(history.ToString());
        Assert.True(history.Returns.TakeLast(8).Average() >= 0.84, history.ToString());
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        RewardHistory Run() => new DeepQ(Network(4, 2, 1), Network(4, 2, 2)) { FirstSteps = 50, CopyEvery = 20, TestEvery = 150, TestEpisodes = 2 }.Learn(new CartPole(), new CartPole(), 300, new Rng(5));
        RewardHistory one = Run(), other = Run();
        Assert.Equal(one.Returns, other.Returns);
        Assert.Equal(one.Tests, other.Tests);
    }

    [Fact]
    public void The_pole_stands()
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") != "1")
        {
            output.WriteLine("Learns for minutes; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.");
            return;
        }

        for (int seed = 1; seed <= 5; seed++)
        {
            DateTime start = DateTime.UtcNow;
            Sequential network = Wide(seed);
            DeepQ learner = new(network, Wide(seed + 10)) { CopyEvery = 100, BatchSize = 128, Enough = 495 };
            RewardHistory history = learner.Learn(new CartPole(), new CartPole(), 40_000, new Rng(seed));

            // On new episodes: the test that ended the learning was the best of many, and so partly luck.
            double mean = Episodes.Greedy(network, new CartPole(), 20, new Rng(1000 + seed)).Average();
            output.WriteLine($"seed {seed}: {history}, {mean:F1} on new episodes, {(DateTime.UtcNow - start).TotalSeconds:F0} s");
            Assert.True(mean >= 475, $"{mean:F1} after {history}");
        }
    }

    private static Sequential Network(int inputs, int outputs, int seed) => new(new Linear(inputs, 32, rng: new Rng(seed)), new ReLU(), new Linear(32, outputs, rng: new Rng(seed + 100)));

    private static Sequential Wide(int seed) => new(
        new Linear(4, 64, rng: new Rng(seed)), new ReLU(), new Linear(64, 64, rng: new Rng(seed + 100)), new ReLU(), new Linear(64, 2, rng: new Rng(seed + 200)));

    private static double Follow(GridWorld grid, Func<int, int> rule) => Episodes.Play(grid, _ => rule(grid.Square), new Rng(1));
}

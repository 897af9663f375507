using NotebookKit.Reward;

namespace NotebookKit.Tests.Reward;

/// <summary>The worlds to act in: their physics and their chances.</summary>
public class WorldTests
{
    [Fact]
    public void A_push_moves_the_cart_and_tips_the_pole_as_the_equations_say()
    {
        CartPole pole = new();
        pole.Reset(0, 0, 0, 0);
        Outcome first = pole.Step(1);

        // By hand: t = 10 / 1.1, a'' = -t / (0.5 (4/3 - 0.1 / 1.1)), x'' = t - 0.05 a'' / 1.1; Euler moves the speeds first seen by the next step.
        Assert.Equal([0f, 0.195122f, 0f, -0.292683f], first.State.Select(number => MathF.Round(number, 6)));
        Assert.Equal((1.0, false, false), (first.Reward, first.IsTerminal, first.IsCut));
        Outcome second = pole.Step(0);
        Assert.Equal(0.02f * 0.195122f, second.State[0], 6);
        Assert.Equal(0.02f * -0.292683f, second.State[2], 6);
    }

    [Fact]
    public void Left_is_the_mirror_of_right()
    {
        CartPole one = new(), other = new();
        one.Reset(0.3, -0.2, 0.05, 0.4);
        other.Reset(-0.3, 0.2, -0.05, -0.4);
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(one.Step(step % 2).State, other.Step(1 - (step % 2)).State.Select(number => -number));
        }
    }

    [Fact]
    public void The_episode_ends_where_the_pole_or_the_cart_is_too_far_and_is_cut_after_500_steps()
    {
        CartPole pole = new();
        pole.Reset(2.39, 10, 0, 0);
        Assert.True(pole.Step(1).IsTerminal);
        Assert.Contains("Reset", Assert.Throws<InvalidOperationException>(() => pole.Step(1)).Message, StringComparison.Ordinal);
        pole.Reset(0, 0, 0.2094, 3);
        Assert.True(pole.Step(1).IsTerminal);
        Assert.Throws<ArgumentOutOfRangeException>(() => pole.Step(2));

        // Push where it falls to: enough to stand for a while, with a rule that looks at angle and its speed, place and its speed.
        double earned = Episodes.Play(pole, state => state[2] + (0.3 * state[3]) + (0.03 * state[0]) + (0.05 * state[1]) > 0 ? 1 : 0, new Rng(1));
        Assert.Equal(500, earned);
        Assert.InRange(Episodes.Play(pole, _ => 1, new Rng(1)), 5, 15);
    }

    [Fact]
    public void Values_of_the_small_map_are_those_of_Russell_and_Norvig()
    {
        GridWorld grid = GridWorld.Small();
        double[] values = ValueIteration.Run(grid.World, discount: 1)[^1];

        // Artificial Intelligence: A Modern Approach, the 4 x 3 world with -0.04 a step; there a square's own reward is part of its value.
        double[] book = [0.812, 0.868, 0.918, 0, 0.762, 0, 0.660, 0, 0.705, 0.655, 0.611, 0.388];
        int[] floor = [0, 1, 2, 4, 6, 8, 9, 10, 11];
        Assert.All(floor, square => Assert.Equal(book[square], values[square] - 0.04, 0.001));
        int[] policy = ValueIteration.Policy(grid.World, values, 1);
        Assert.Equal([1, 1, 1, -1, 0, -1, 0, -1, 0, 3, 3, 3], policy);
    }

    [Fact]
    public void A_sweep_brings_any_values_nearer_by_the_discount()
    {
        MarkovDecisions world = GridWorld.Small().World;
        double[] right = ValueIteration.Run(world, 0.8)[^1];
        Rng rng = new(3);
        for (int trial = 0; trial < 10; trial++)
        {
            double[] some = [.. right.Select((_, state) => world.IsTerminal(state) ? 0 : 10 * rng.NextDouble())];
            double Far(double[] values) => values.Zip(right, (a, b) => Math.Abs(a - b)).Max();
            Assert.True(Far(ValueIteration.Sweep(world, some, 0.8)) <= (0.8 * Far(some)) + 1e-9);
        }
    }

    [Fact]
    public void Steps_happen_as_often_as_the_world_says()
    {
        GridWorld grid = new(["...", "S.G", "..."], slip: 0.2);
        Rng rng = new(1);
        int[] counts = new int[9];
        for (int trial = 0; trial < 4000; trial++)
        {
            grid.Reset(rng);
            grid.Step(1);
            counts[grid.Square]++;
        }

        Assert.Equal(4000, counts[4] + counts[0] + counts[6]);
        Assert.InRange(counts[4], 3100, 3300);
        Assert.InRange(counts[0], 330, 470);
    }

    [Fact]
    public void Bad_worlds_are_refused_with_what_is_wrong()
    {
        Assert.Contains("one length", Assert.Throws<ArgumentException>(() => new GridWorld(["S.", "G"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GridWorld(["..", "G."]));
        Assert.Throws<ArgumentException>(() => new GridWorld(["S?", "G."]));
        string sum = Assert.Throws<ArgumentException>(() => new MarkovDecisions([[[new Chance(0.5, 0, 1)]]])).Message;
        Assert.Contains("state 0, action 0", sum, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MarkovDecisions([[[new Chance(1, 7, 1)]]]));
        Assert.Throws<ArgumentException>(() => new MarkovDecisions([[[new Chance(1, 0, double.NaN)]]]));
        MarkovDecisions endless = new([[[new Chance(1, 0, 1)]]]);
        Assert.Contains("0.99", Assert.Throws<InvalidOperationException>(() => ValueIteration.Run(endless, 1, most: 100)).Message, StringComparison.Ordinal);
        Assert.Equal(10, ValueIteration.Run(endless, 0.9)[^1][0], 6);
    }

    [Fact]
    public void A_map_is_drawn_with_its_values_and_the_policy()
    {
        GridWorld grid = GridWorld.Small();
        double[] values = ValueIteration.Run(grid.World, 1)[^1];
        string svg = grid.Draw(values, ValueIteration.Policy(grid.World, values, 1), "values").ToSvg();
        Assert.Contains("0.85 \u2192", svg, StringComparison.Ordinal);
        Assert.Contains("goal", svg, StringComparison.Ordinal);
    }
}

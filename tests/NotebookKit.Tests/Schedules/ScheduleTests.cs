using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Schedules;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Schedules;

/// <summary>The rates of every schedule, against PyTorch's and the lectures' numbers.</summary>
public class ScheduleTests
{
    private static readonly GoldenFile Golden = new("optim.npz");

    private static readonly Dictionary<string, Func<Optimizer, Schedule>> Kinds = new()
    {
        ["step"] = o => new StepDecay(o) { Every = 7, Factor = 0.5 },
        ["milestones"] = o => new MilestoneDecay(o, 5, 20, 41) { Factor = 0.3 },
        ["exponential"] = o => new ExponentialDecay(o) { Factor = 0.93 },
        ["linear"] = o => new LinearDecay(o) { FinalRate = 0.002, Tau = 40 },
        ["inverse"] = o => new InverseTimeDecay(o) { Tau = 4 },
        ["cosine"] = o => new CosineDecay(o) { TotalSteps = 60, FinalRate = 0.003 },
        ["onecycle"] = o => new OneCycle(o) { MaxRate = 0.4, TotalSteps = 61 },
        ["triangles"] = o => new CyclicalRate(o) { MaxRate = 0.5, HalfCycle = 8 },
        ["shrinking triangles"] = o => new CyclicalRate(o) { MaxRate = 0.5, HalfCycle = 8, Shrink = 0.5 },
    };

    private static readonly Dictionary<string, Func<Optimizer, Plateau>> Watching = new()
    {
        ["plateau"] = o => new Plateau(o) { Patience = 3 },
        ["plateau absolute"] = o => new Plateau(o) { Factor = 0.5, Patience = 2, MinChange = 0.01, IsRelative = false, MinRate = 0.005 },
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    public static TheoryData<string> WatchingNames => [.. Watching.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sixty_rates_are_PyTorchs_and_go_on_from_a_state(string name)
    {
        double[] expected = Golden.Stored($"rates/{name}").ToArray<double>();
        Sgd sgd = New(0.1);
        Schedule schedule = Kinds[name](sgd).Begin();
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], sgd.LearningRate, 1e-12);
            if (k == 23)
            {
                Sgd other = New(0.7);
                Schedule resumed = Kinds[name](other);
                resumed.Load(schedule.State());
                (sgd, schedule) = (other, resumed);
                Assert.Equal(expected[k], sgd.LearningRate, 1e-12);
            }

            schedule.Step();
        }
    }

    [Theory]
    [MemberData(nameof(WatchingNames))]
    public void Rates_that_watch_the_error_are_PyTorchs(string name)
    {
        double[] expected = Golden.Stored($"rates/{name}").ToArray<double>();
        double[] errors = Golden.Stored("errors").ToArray<double>();
        Sgd sgd = New(0.1);
        Plateau schedule = Watching[name](sgd);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], sgd.LearningRate, 1e-12);
            if (k == 17)
            {
                Sgd other = New(0.3);
                Plateau resumed = Watching[name](other);
                resumed.Load(schedule.State());
                (sgd, schedule) = (other, resumed);
            }

            schedule.Step(errors[k]);
        }
    }

    [Fact]
    [Trait("System", "LRS-CONST")]
    public void A_constant_rate_stays()
    {
        Sgd sgd = New(0.03);
        ConstantRate schedule = new(sgd);
        for (int k = 0; k < 100; k++)
        {
            schedule.Step();
            Assert.Equal(0.03, sgd.LearningRate);
        }
    }

    [Fact]
    [Trait("System", "LRS-DECAY")]
    public void A_decreasing_rate_never_rises()
    {
        foreach (string name in new[] { "step", "milestones", "exponential", "linear", "inverse", "cosine" })
        {
            Schedule schedule = Kinds[name](New(0.1));
            Assert.All(Enumerable.Range(1, 200), k => Assert.True(schedule.RateAt(k) <= schedule.RateAt(k - 1)));
            Assert.True(schedule.RateAt(200) < schedule.RateAt(0));
        }
    }

    [Fact]
    [Trait("System", "LRS-LINEAR")]
    [Trait("Golden", "G-SGDLR")]
    public void The_linear_rate_is_the_lectures()
    {
        LinearDecay schedule = new(New(0.1)) { FinalRate = 0.001, Tau = 100 };
        Assert.Equal(0.1, schedule.RateAt(0), 1e-12);
        Assert.Equal(0.0505, schedule.RateAt(50), 1e-12);
        Assert.All(new[] { 100, 101, 100_000 }, k => Assert.Equal(0.001, schedule.RateAt(k), 1e-12));
    }

    [Fact]
    [Trait("System", "LRS-PLATEAU")]
    public void The_rate_is_divided_by_ten_when_the_error_stops_falling()
    {
        Sgd sgd = New(0.01);
        Plateau plateau = new(sgd) { Patience = 4 };
        List<double> rates = [sgd.LearningRate];
        for (int epoch = 0; epoch < 30; epoch++)
        {
            // Falls for ten epochs, then for three below the first plateau, then no more.
            double error = epoch < 10 ? 1 - (0.05 * epoch) : epoch < 15 ? 0.55 : epoch < 18 ? 0.5 - (0.05 * (epoch - 15)) : 0.4;
            plateau.Step(error);
            if (sgd.LearningRate != rates[^1])
            {
                rates.Add(sgd.LearningRate);
            }

            if (rates.Count == 3)
            {
                break;
            }
        }

        Assert.All(new[] { 0.01, 0.001, 0.0001 }.Zip(rates), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    [Trait("System", "LRS-ROBBINS")]
    [Trait("Golden", "G-ROBBINS")]
    public void Robbins_and_Monros_conditions_are_told_apart()
    {
        Judge(k => 1 / k, true, true);
        Judge(k => 0.01, true, false);
        Judge(k => 1 / Math.Sqrt(k), true, false);
        Judge(k => 1 / (k * k), false, true);
        Judge(k => 0.5 / (10 + k), true, true);
        Judge(k => Math.Pow(k, -0.75), true, true);
        Judge(k => Math.Pow(k, -1.01), false, true);
        Judge(k => Math.Pow(0.9, k), false, true);
        Judge(k => 1 / (k * Math.Log(k)), true, true);
        Judge(k => 1 / (k * Math.Log(k) * Math.Log(k)), false, true);
        Judge(k => 1 / (Math.Sqrt(k) * Math.Log(k)), true, true);
        Judge(new InverseTimeDecay(New(0.1)) { Tau = 50 }.RateAt, true, true);
        Judge(new LinearDecay(New(0.1)).RateAt, true, false);
        Judge(new StepDecay(New(0.1)).RateAt, false, true);
        Assert.Contains("finite number", Assert.Throws<ArgumentException>(() => RobbinsMonro.Of(k => -1)).Message, StringComparison.Ordinal);

        static void Judge(Func<double, double> rate, bool sum, bool squares)
        {
            RobbinsMonro verdict = RobbinsMonro.Of(rate);
            Assert.Equal((sum, squares, sum && squares), (verdict.SumIsInfinite, verdict.SquaresAreFinite, verdict.IsSatisfied));
        }
    }

    [Fact]
    public void A_warm_up_rises_to_the_rate_and_the_cosine_falls_from_it()
    {
        CosineDecay schedule = new(New(0.1)) { TotalSteps = 50, WarmUp = 10 };
        Assert.All(Enumerable.Range(0, 10), k => Assert.Equal(0.1 * (k + 1) / 11, schedule.RateAt(k), 1e-12));
        Assert.Equal(0.1, schedule.RateAt(10), 1e-12);
        Assert.Equal(0.05, schedule.RateAt(30), 1e-12);
        Assert.Equal(0, schedule.RateAt(50), 1e-12);
        Assert.Equal(0, schedule.RateAt(80), 1e-12);
    }

    [Fact]
    public void A_range_test_suggests_a_rate_that_works_and_changes_nothing()
    {
        Rng rng = new(3);
        Tensor x = Tensor.Normal([64, 4], rng: rng);
        Tensor d = x.MatMul(Tensor.From([1f, -2, 0.5f, 3], [4, 1]));
        Linear model = new(4, 1, rng: rng);
        Sgd sgd = new(model.Parameters()) { LearningRate = 0.123, Momentum = 0.5 };
        double Step()
        {
            sgd.ZeroGrad();
            Tensor loss = Loss.MeanSquaredError(model.Forward(x), d);
            loss.Backward();
            sgd.Step();
            return loss.Item();
        }

        float[] before = model.Weight.ToArray<float>();
        RateRangeTest test = RateRangeTest.Run(sgd, Step, 1e-5, 100, 80);
        Assert.Equal(before, model.Weight.ToArray<float>());
        Assert.Equal((0.123, 0), (sgd.LearningRate, sgd.Steps));
        Assert.InRange(test.Suggested, 1e-3, 0.5);
        Assert.True(test.Rates.Count < 80, "a rate of 100 diverges");
        Assert.Contains("falls fastest", NotebookKit.Display.RateRangeFormatterSource.Draw(test).ToSvg(), StringComparison.Ordinal);
        sgd.LearningRate = test.Suggested;
        double first = Step();
        for (int i = 0; i < 50; i++)
        {
            Step();
        }

        Assert.True(Step() < first / 10);
    }

    [Fact]
    public void Misuse_of_a_schedule_gets_one_clear_message()
    {
        Sgd sgd = New(0.1);
        Says("StepDecay: Every is 1 or more", () => _ = new StepDecay(sgd) { Every = 0 });
        Says("ExponentialDecay: Factor is a number above 0 and at most 1", () => _ = new ExponentialDecay(sgd) { Factor = 1.1 });
        Says("WarmUp is below TotalSteps", () => new CosineDecay(sgd) { TotalSteps = 5, WarmUp = 5 }.Step());
        Says("Plateau: the error is NaN", () => new Plateau(sgd).Step(double.NaN));
        Says("goes up from a rate above 0", () => RateRangeTest.Run(sgd, () => 0, 1, 0.1));
        Dictionary<string, Tensor> state = new(new StepDecay(sgd).State()) { ["waited"] = Tensor.Scalar(1) };
        state.Remove("initialRate");
        Says("does not fit StepDecay; nothing was changed. missing: initialRate; unexpected: waited", () => new StepDecay(sgd).Load(state));
        Dictionary<string, Tensor> half = new(new StepDecay(sgd).State()) { ["steps"] = Tensor.Scalar(1.5) };
        Says("no count: steps", () => new StepDecay(sgd).Load(half));
        Assert.Equal("StepDecay, step 0, rate 0.1", new StepDecay(sgd).ToString());

        static void Says(string part, Action act) => Assert.Contains(part, Assert.ThrowsAny<Exception>(act).Message, StringComparison.Ordinal);
    }

    private static Sgd New(double rate) => new([new Parameter(Tensor.Zeros([1]))]) { LearningRate = rate };
}

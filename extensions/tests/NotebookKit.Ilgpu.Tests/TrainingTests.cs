using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Memory;
using NotebookKit.Optimizers;
using NotebookKit.Training;
using KitDevice = NotebookKit.Devices.Device;

namespace NotebookKit.Ilgpu.Tests;

/// <summary>Steps of training on the GPU beside the same on the processor, and what goes between the two memories meanwhile.</summary>
[Collection(nameof(SimulatedGpu))]
public sealed class TrainingTests(SimulatedGpu simulated)
{
    private GpuDevice Device => simulated.Device;

    [Fact]
    public void Steps_of_a_perceptron_are_those_of_the_processor() =>
        Compare(() => new Sequential(new Layers.Linear(6, 8), new ReLU(), new Layers.Dropout(0.25), new Layers.Linear(8, 3)), new Shape(5, 6), 3, parameters => new Adam(parameters) { LearningRate = 0.05 });

    [Fact]
    public void Steps_of_a_convolutional_network_are_those_of_the_processor() => Compare(
        () => new Sequential(new Conv2d(2, 4, 3, padding: 1), new BatchNorm2d(4), new ReLU(), new MaxPool2d(2), new Layers.Flatten(), new Layers.Linear(16, 3)),
        new Shape(3, 2, 4, 4),
        3,
        parameters => new Sgd(parameters) { LearningRate = 0.05, Momentum = 0.9 });

    [Fact]
    public void Steps_of_an_lstm_are_those_of_the_processor() => Compare(() => new LastStep(), new Shape(4, 3, 5), 3, parameters => new RmsProp(parameters) { LearningRate = 0.01 });

    [Fact]
    public void Steps_of_a_transformer_block_are_those_of_the_processor() => Compare(() => new BlockAndHead(), new Shape(2, 3, 8), 3, parameters => new Sgd(parameters) { LearningRate = 0.1 });

    [Fact]
    public void A_trainer_brings_the_batches_to_the_model()
    {
        (float[] x, long[] labels) = Examples(24, 4);
        Dataset data = new("sides", Tensor.From(x, new Shape(24, 4)), Tensor.From(labels), ["left", "right"]);
        Close.Assert(Fit(KitDevice.Cpu), Fit(Device), 1e-4, "losses and accuracy");

        double[] Fit(KitDevice device)
        {
            using IDisposable chances = Rng.Seeded(5);
            Sequential model = new(new Layers.Linear(4, 6), new ReLU(), new Layers.Linear(6, 2));
            model.To(device);
            Trainer trainer = new(model, new Adam(model.Parameters()) { LearningRate = 0.05 }) { Show = false };
            History history = trainer.Fit(new DataLoader(data, batchSize: 8), epochs: 2);
            Evaluation seen = trainer.Evaluate(data);
            return [.. history.Epochs.Select(epoch => epoch.TrainLoss), seen.Loss, seen.Accuracy];
        }
    }

    [Fact]
    public void An_optimiser_goes_on_with_what_it_remembers_when_the_model_moves()
    {
        using IDisposable chances = Rng.Seeded(9);
        Layers.Linear model = new(3, 2);
        Adam adam = new(model.Parameters()) { LearningRate = 0.1 };
        double[] there = Steps(model, adam, moves: true);
        using IDisposable again = Rng.Seeded(9);
        Layers.Linear other = new(3, 2);
        Close.Assert(Steps(other, new Adam(other.Parameters()) { LearningRate = 0.1 }, moves: false), there, 1e-6, "weights after four steps, two of them on the GPU");

        double[] Steps(Layers.Linear layer, Adam optimizer, bool moves)
        {
            for (int step = 0; step < 4; step++)
            {
                if (moves && step is 1 or 3)
                {
                    layer.To(step == 1 && moves ? Device : KitDevice.Cpu);
                }

                optimizer.ZeroGrad();
                layer.Forward(Tensor.Ones([2, 3]).To(layer.Weight.Device)).Square().Sum().Backward();
                optimizer.Step();
            }

            return layer.Weight.ToArray<double>();
        }
    }

    // Two steps on each device from the same weights, and in the second nothing crosses but the batch.
    private void Compare(Func<Module> build, Shape input, int classes, Func<IEnumerable<Parameter>, Optimizer> optimise)
    {
        (double[] losses, double[] weights) = Steps(build, input, classes, optimise, KitDevice.Cpu);
        (double[] lossesThere, double[] weightsThere) = Steps(build, input, classes, optimise, Device);
        Close.Assert(losses, lossesThere, 1e-5, "loss");
        Close.Assert(weights, weightsThere, 1e-4, "weights and buffers");
        simulated.CompileForACard();
    }

    private static (double[] Losses, double[] Weights) Steps(Func<Module> build, Shape input, int classes, Func<IEnumerable<Parameter>, Optimizer> optimise, KitDevice device)
    {
        using IDisposable chances = Rng.Seeded(3);
        Module model = build();
        model.To(device);
        Optimizer optimizer = optimise(model.Parameters());
        int examples = model is LastStep ? input[1] : input[0];
        (float[] x, long[] labels) = Examples(examples, input.Count / examples, classes);
        List<double> losses = [];
        for (int step = 0; step < 2; step++)
        {
            using BufferScope scope = new();
            Tensor batch = Tensor.From(x, input).To(device);
            Tensor truth = Tensor.From(labels).To(device);
            GpuTransfers before = device is GpuDevice gpu ? gpu.Transfers : default;
            optimizer.ZeroGrad();
            Tensor loss = Loss.CrossEntropy(model.Forward(batch), truth);
            loss.Backward();
            optimizer.Step();
            if (device is GpuDevice there && step > 0)
            {
                Assert.Equal(default, there.Transfers - before);
            }

            losses.Add(loss.Item());
        }

        return ([.. losses], [.. model.State().Values.SelectMany(tensor => tensor.ToArray<double>())]);
    }

    private static (float[] X, long[] Labels) Examples(int count, int size, int classes = 2)
    {
        Random random = new(11);
        float[] x = [.. Enumerable.Range(0, count * size).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        return (x, [.. Enumerable.Range(0, count).Select(i => (long)(i % classes))]);
    }

    private sealed class LastStep : Module
    {
        private readonly Layers.Lstm lstm = new(5, 6);
        private readonly Layers.Linear head = new(6, 3);

        public override Tensor Forward(Tensor input) => head.Forward(lstm.Forward(input)[^1]);
    }

    private sealed class BlockAndHead : Module
    {
        private readonly TransformerBlock block = new(8, 2);
        private readonly Layers.Linear head = new(8, 3);

        public override Tensor Forward(Tensor input) => head.Forward(block.Forward(input).Mean(1));
    }
}

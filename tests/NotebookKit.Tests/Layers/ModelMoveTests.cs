using NotebookKit.Data;
using NotebookKit.Devices;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Layers;

/// <summary>A model goes to another device with all that it owns; the slow device stands for one.</summary>
public class ModelMoveTests
{
    [Fact]
    public void Parameters_gradients_and_buffers_go_along()
    {
        Sequential model = new(new Linear(3, 4), new BatchNorm1d(4));
        model.Forward(Tensor.Normal([5, 3], rng: new Rng(1))).Square().Sum().Backward();
        double[][] before = Numbers(model);
        model.To(Device.Reference);
        Assert.All(model.Parameters(), parameter => Assert.Same(Device.Reference, parameter.Device));
        Assert.All(model.Parameters(), parameter => Assert.Same(Device.Reference, parameter.Grad!.Device));
        Assert.All(model.NamedBuffers(), named => Assert.Same(Device.Reference, named.Buffer.Device));
        Assert.Equal(before, Numbers(model));
        Assert.Same(Device.Reference, model.Forward(Tensor.Ones([2, 3]).To(Device.Reference)).Device);
    }

    [Fact]
    public void An_optimiser_made_before_goes_on_after()
    {
        Assert.Equal(Weights(moves: false), Weights(moves: true), 1e-6);

        static double Weights(bool moves)
        {
            Linear layer = new(2, 1, rng: new Rng(3));
            Adam adam = new(layer.Parameters()) { LearningRate = 0.1 };
            for (int step = 0; step < 3; step++)
            {
                if (moves && step == 1)
                {
                    layer.To(Device.Reference);
                }

                adam.ZeroGrad();
                layer.Forward(Tensor.Ones([4, 2]).To(layer.Weight.Device)).Square().Sum().Backward();
                adam.Step();
            }

            return layer.Weight.Sum().Item();
        }
    }

    [Fact]
    public void A_trainer_brings_batches_to_where_the_model_is()
    {
        Dataset data = new("sides", Tensor.Normal([12, 3], rng: new Rng(5)), Tensor.From([.. Enumerable.Range(0, 12).Select(i => (long)(i % 2))]), ["left", "right"]);
        Assert.Equal(Loss(Device.Cpu), Loss(Device.Reference), 1e-5);

        double Loss(Device device)
        {
            Linear model = new(3, 2, rng: new Rng(7));
            model.To(device);
            Trainer trainer = new(model, new Sgd(model.Parameters()) { LearningRate = 0.1 }) { Show = false };
            trainer.Fit(data, epochs: 2, batchSize: 4, rng: new Rng(9));
            Assert.Same(device, model.Weight.Device);
            return trainer.Evaluate(data).Loss;
        }
    }

    [Fact]
    public void A_batch_goes_along_or_stays_itself()
    {
        Batch batch = new(Tensor.Ones([2, 3]), Tensor.From([0L, 1L]));
        Assert.Same(batch, batch.To(Device.Cpu));
        Batch there = batch.To(Device.Reference);
        Assert.Same(Device.Reference, there.Inputs.Device);
        Assert.Same(Device.Reference, there.Labels.Device);
        Assert.Equal([0L, 1L], there.Labels.ToArray<long>());
    }

    [Fact]
    public void Batches_are_counted_by_a_normalisation_that_averages_over_all_of_them()
    {
        BatchNorm1d norm = new(2, momentum: null);
        norm.Forward(Tensor.From([1f, 2f, 3f, 4f], new Shape(2, 2)));
        norm.Forward(Tensor.From([5f, 6f, 7f, 8f], new Shape(2, 2)));
        Assert.Equal(2, norm.BatchesTracked!.Item());
        Assert.Equal([4f, 5f], norm.RunningMean!.ToArray<float>());
    }

    private static double[][] Numbers(Module model) =>
        [.. model.State().Values.Select(tensor => tensor.ToArray<double>()), .. model.Parameters().Select(parameter => parameter.Grad!.ToArray<double>())];
}

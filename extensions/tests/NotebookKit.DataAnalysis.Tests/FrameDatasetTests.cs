using Microsoft.Data.Analysis;
using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;

namespace NotebookKit.DataAnalysis.Tests;

/// <summary>Tables become data sets: classes, targets, one-hot categories, scaled columns, batches.</summary>
public class FrameDatasetTests
{
    [Fact]
    public void The_iris_flowers_of_a_data_frame_are_those_that_the_library_reads_by_itself()
    {
        Dataset fromFrame = Frames.Iris().ToDataset("iris", "species");
        Dataset own = Datasets.Iris();
        Assert.Equal(own.ClassNames, fromFrame.ClassNames);
        Assert.Equal(own.Inputs.ToArray<float>(), fromFrame.Inputs.ToArray<float>());
        Assert.Equal(own.Labels.ToArray<long>(), fromFrame.Labels.ToArray<long>());
    }

    [Fact]
    public void Categories_have_an_order_of_their_own_and_codes_mean_the_same_in_every_table()
    {
        (Tensor codes, Categories kinds) = Frames.Animals().Codes("kind");
        Assert.Equal(["bird", "cat", "dog"], kinds.Names);
        Assert.Equal([1L, 2, 1, 0, 2, 1], codes.ToArray<long>());
        DataFrame other = new(new StringDataFrameColumn("kind", ["dog", "bird"]));
        Assert.Equal([0f, 0, 1, 1, 0, 0], kinds.OneHot(other).ToArray<float>());
        Assert.Equal(["False", "True"], Categories.Of(Frames.Animals(), "tame").Names);
        Assert.Equal(["2", "4", "10"], Categories.Of(new DataFrame(new Int32DataFrameColumn("n", [10, 4, 2, 10])), "n").Names);
    }

    [Fact]
    public void A_one_hot_row_has_its_one_where_the_tables_own_text_says()
    {
        DataFrame frame = Frames.Iris();
        Tensor hot = frame.OneHot("species", DType.Float64);
        string[] names = ["setosa", "versicolor", "virginica"];
        Assert.Equal(new Shape(150, 3), hot.Shape);
        for (int row = 0; row < 150; row++)
        {
            Assert.Equal(names.Select(name => Equals(frame["species"][row], name) ? 1.0 : 0), hot[row].ToArray<double>());
        }
    }

    [Fact]
    public void An_unknown_or_missing_category_is_told_with_its_row()
    {
        Categories kinds = Categories.Of(Frames.Animals(), "kind");
        DataFrame fish = new(new StringDataFrameColumn("kind", ["dog", "fish"]));
        Assert.Contains("column 'kind' holds 'fish' in row 1, which is none of the categories bird, cat, dog", Assert.Throws<ArgumentException>(() => kinds.Codes(fish)).Message, StringComparison.Ordinal);
        DataFrame gap = new(new StringDataFrameColumn("kind", ["dog", null!, "cat"]));
        Assert.Contains("lacks a value in row 1", Assert.Throws<ArgumentException>(() => kinds.Codes(gap)).Message, StringComparison.Ordinal);
        Assert.Equal([2L, 1], kinds.Codes(gap, Missing.Drop).ToArray<long>());
        Assert.Contains("cannot be filled with a number", Assert.Throws<ArgumentException>(() => kinds.Codes(gap, Missing.Mean)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropping_a_row_drops_its_label_too_and_a_made_up_target_is_refused()
    {
        Dataset tame = Frames.Animals().ToDataset("animals", "tame", ["weight", "legs"], Missing.Drop);
        Assert.Equal([1L, 1, 0, 1, 1], tame.Labels.ToArray<long>());
        Assert.Equal([4.5f, 4, 20, 4, 0.25f, 2, 30, 4, 5, 4], tame.Inputs.ToArray<float>());
        Dataset weights = Frames.Animals().ToDataset("weights", "weight", ["legs"], Missing.Drop);
        Assert.False(weights.IsClassification);
        Assert.Equal([4.5f, 20, 0.25f, 30, 5], weights.Labels.ToArray<float>());
        Assert.Equal(new Shape(5, 1), weights.Labels.Shape);
        Assert.Contains("a made-up target teaches nothing", Assert.Throws<ArgumentException>(() => Frames.Animals().ToDataset("weights", "weight", ["legs"], Missing.Mean)).Message, StringComparison.Ordinal);
        Assert.Contains("column 'weight' lacks a value in row 2", Assert.Throws<ArgumentException>(() => Frames.Animals().ToDataset("weights", "weight", ["legs"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoding_scales_by_the_training_set_and_fills_gaps_with_its_mean()
    {
        DataFrame train = Frames.Animals();
        FrameEncoding encoding = FrameEncoding.Fit(train, ["weight", "legs"], ["kind"], Missing.Mean);
        Assert.Equal(["weight", "legs", "kind=bird", "kind=cat", "kind=dog"], encoding.FeatureNames);
        Tensor inputs = encoding.Apply(train);
        Assert.Equal(new Shape(6, 5), inputs.Shape);

        // By hand: the gap counts as the mean of the five others, which is 0 after scaling.
        double[] weights = [4.5, 20, 11.95, 0.25, 30, 5];
        double deviation = Math.Sqrt(weights.Average(weight => (weight - 11.95) * (weight - 11.95)));
        for (int row = 0; row < 6; row++)
        {
            Assert.Equal((weights[row] - 11.95) / deviation, inputs[row, 0].Item(), 1e-6);
        }

        // A test set is scaled by the same numbers, gap and all.
        DataFrame test = new(new StringDataFrameColumn("kind", ["cat", "bird"]), new SingleDataFrameColumn("weight", [null, 11.95f]), new Int32DataFrameColumn("legs", [4, 2]));
        Tensor later = encoding.Apply(test);
        Assert.Equal(0, later[0, 0].Item(), 1e-6);
        Assert.Equal(0, later[1, 0].Item(), 1e-6);
        Assert.Equal([0f, 1, 0, 1, 0, 0], later[.., 2..].ToArray<float>());
        Assert.Contains("Missing.Mean", Assert.Throws<ArgumentException>(() => FrameEncoding.Fit(train, ["weight"], missing: Missing.Drop)).Message, StringComparison.Ordinal);
        Assert.Contains("row 2", Assert.Throws<ArgumentException>(() => FrameEncoding.Fit(train, ["weight"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loader_goes_through_each_row_once_an_epoch_in_the_order_of_its_seed()
    {
        DataLoader loader = Frames.Iris().ToLoader("species", ["petal length", "petal width"], batchSize: 32, shuffle: true, rng: new Rng(5));
        Batch[] batches = [.. loader];
        Assert.Equal([32, 32, 32, 32, 22], batches.Select(batch => batch.Inputs.Shape[0]));
        Assert.Equal(Frames.Iris().ToTensor(["petal length"]).ToArray<float>().Order(), batches.SelectMany(batch => batch.Inputs[.., ..1].ToArray<float>()).Order());
        DataLoader again = Frames.Iris().ToLoader("species", ["petal length", "petal width"], batchSize: 32, shuffle: true, rng: new Rng(5));
        Assert.Equal(batches[0].Labels.ToArray<long>(), again.First().Labels.ToArray<long>());
    }

    [Fact]
    public void A_network_learns_from_a_data_frame()
    {
        DataFrame frame = Frames.Iris();
        FrameEncoding encoding = FrameEncoding.Fit(frame, ["sepal length", "sepal width", "petal length", "petal width"]);
        Dataset set = frame.ToDataset("iris", "species", encoding);
        Rng rng = new(6);
        Sequential model = new(new Linear(4, 16, rng: rng), new ReLU(), new Linear(16, 3, rng: rng));
        Adam adam = new(model.Parameters()) { LearningRate = 0.02 };
        DataLoader loader = new(set, 32, shuffle: true, rng);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach (Batch batch in loader)
            {
                adam.ZeroGrad();
                Loss.CrossEntropy(model.Forward(batch.Inputs), batch.Labels).Backward();
                adam.Step();
            }
        }

        long[] said = model.Forward(set.Inputs).ArgMax(1).ToArray<long>();
        Assert.InRange(said.Zip(set.Labels.ToArray<long>()).Count(pair => pair.First == pair.Second), 140, 150);
    }
}

using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Segmentation;

namespace NotebookKit.Tests.Segmentation;

/// <summary>Drawn data, and labels laid over pictures.</summary>
public class DrawnTests
{
    [Fact]
    [Trait("System", "SEG-LABELS")]
    public void Masks_are_drawn_with_their_pictures_and_the_same_for_a_seed()
    {
        CellPictures one = new DrawnCells { Debris = 3, Shade = 0.3 }.Draw(3, 7), again = new DrawnCells { Debris = 3, Shade = 0.3 }.Draw(5, 7), other = new DrawnCells { Debris = 3, Shade = 0.3 }.Draw(3, 8);
        Assert.Equal(one.Images.ToArray<float>(), again.Images[..3].ToArray<float>());
        Assert.Equal(one.Objects.ToArray<long>(), again.Objects[..3].ToArray<long>());
        Assert.NotEqual(one.Images.ToArray<float>(), other.Images.ToArray<float>());
        CellPictures clean = new DrawnCells { Noise = 0 }.Draw(4, 1);
        float[] image = clean.Images.ToArray<float>();
        long[] mask = clean.Masks.ToArray<long>();
        Assert.True(image.Where((_, p) => mask[p] == 1).Min() > image.Where((_, p) => mask[p] == 0).Order().ElementAt(mask.Count(label => label == 0) * 9 / 10));
        Assert.All(Enumerable.Range(0, 4), i => Assert.InRange(clean.Objects[i].ToArray<long>().Max(), 4, 7));

        Dataset scenes = DrawnScenes.Draw(20, 32, 3);
        Assert.Equal(DrawnScenes.ClassNames.Count, scenes.Labels.ToArray<long>().Distinct().Count());
        Assert.Equal(8, DrawnScenes.ClassNames.Count);
        Assert.Equal(scenes.Inputs[..5].ToArray<float>(), DrawnScenes.Draw(5, 32, 3).Inputs.ToArray<float>());
    }

    [Fact]
    public void A_contour_class_takes_touching_cells_apart_and_gives_them_back_whole()
    {
        CellPictures cells = new DrawnCells { Touching = 1, Cells = 6 }.Draw(5, 2);
        Tensor classes = cells.WithContours();
        Assert.Equal([0L, 1, 2], classes.ToArray<long>().Distinct().Order());
        Assert.Equal(cells.Masks.ToArray<long>(), classes.ToArray<long>().Select(label => label > 0 ? 1L : 0));
        double whole = 0, back = 0;
        for (int i = 0; i < 5; i++)
        {
            whole += ObjectScores.Of(Components.Of(cells.Masks[i]).Numbers, cells.Objects[i]).F1 / 5;
            back += ObjectScores.Of(CellPictures.ObjectsOf(classes[i]), cells.Objects[i], 0.8).F1 / 5;
        }

        Assert.True(back > 0.95 && whole < 0.6, $"with contours {back}, without {whole}");
    }

    [Fact]
    public void An_elastic_warp_bends_picture_and_mask_by_one_field()
    {
        CellPictures cells = new DrawnCells { Noise = 0 }.Draw(3, 4);
        (Tensor same, Tensor sameMasks) = new ElasticDeformation { Deviation = 0 }.Apply(cells.Images, cells.Objects, new Rng(1));
        Assert.Equal(cells.Images.ToArray<float>(), same.ToArray<float>());
        Assert.Equal(cells.Objects.ToArray<long>(), sameMasks.ToArray<long>());
        (Tensor bent, Tensor bentMasks) = new ElasticDeformation { Deviation = 4 }.Apply(cells.Images, cells.Objects, new Rng(1));
        Assert.Empty(bentMasks.ToArray<long>().Except(cells.Objects.ToArray<long>()));
        Assert.NotEqual(cells.Objects.ToArray<long>(), bentMasks.ToArray<long>());

        // The bent mask is still where the bent picture is bright.
        double fit = SegmentationScores.OfMasks(bent.Squeeze(1) > 0.4, bentMasks).ForegroundIoU, stale = SegmentationScores.OfMasks(bent.Squeeze(1) > 0.4, cells.Objects).ForegroundIoU;
        Assert.True(fit > 0.85 && fit > stale + 0.1, $"{fit}, with the old mask {stale}");
    }

    [Fact]
    public void Hits_are_green_false_alarms_red_and_misses_blue()
    {
        Tensor image = Tensor.Zeros([1, 1, 4])[0], truth = Tensor.Wrap([1L, 0, 1, 0], [1, 4]), ours = Tensor.Wrap([1L, 1, 0, 0], [1, 4]);
        Figure figure = LabelOverlay.Hits(image, ours, truth, strength: 1);
        string svg = figure.ToSvg();
        Assert.All(LabelOverlay.HitColors, key => Assert.Contains($">{key.Name}</text>", svg, StringComparison.Ordinal));
        string png = svg[(svg.IndexOf("base64,", StringComparison.Ordinal) + 7)..];
        byte[] pixels = NotebookKit.Files.Png.Decode(Convert.FromBase64String(png[..png.IndexOf('"')])).ToRgb();
        byte[] expected = [.. LabelOverlay.HitColors.SelectMany(key => new[] { key.Color.R, key.Color.G, key.Color.B }), 0, 0, 0];
        Assert.Equal(expected, pixels);
    }

    [Fact]
    public void Classes_have_colours_and_a_key_of_those_that_are_there()
    {
        Dataset scene = DrawnScenes.Draw(1, 32, 1);
        string svg = LabelOverlay.Classes(scene.Inputs[0], scene.Labels[0], DrawnScenes.ClassNames).ToSvg();
        foreach (int label in scene.Labels.ToArray<long>().Distinct().Where(label => label > 0).Select(label => (int)label))
        {
            Assert.Contains($">{DrawnScenes.ClassNames[label]}</text>", svg, StringComparison.Ordinal);
            Assert.Contains(LabelOverlay.ColorOf(label, 8).Hex, svg, StringComparison.Ordinal);
        }

        Assert.Equal(21, Enumerable.Range(0, 21).Select(label => LabelOverlay.ColorOf(label, 21)).Distinct().Count());
        Assert.Contains("names none", Assert.Throws<ArgumentException>(() => LabelOverlay.Classes(scene.Inputs[0], scene.Labels[0], ["a"])).Message, StringComparison.Ordinal);
    }
}

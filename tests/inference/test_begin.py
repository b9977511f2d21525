"""Beginning a training with the weights of a model."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from inference.errors import RequestError
from inference.training.begin import begin_with
from inference.unet import UNet
from tests.conftest import TINY_UNET


def network(channels: int = 4) -> nn.Module:
    torch.manual_seed(1)
    return nn.Sequential(nn.Conv2d(channels, 5, 3), nn.BatchNorm2d(5))


def test_nothing_to_begin_with_leaves_the_network_as_it_is() -> None:
    made = network()
    begin_with(made, None)
    assert torch.equal(made.state_dict()["0.weight"], network().state_dict()["0.weight"])


def test_the_weights_are_those_of_the_model_in_the_networks_precision() -> None:
    wanted = dict(network().state_dict())
    torch.manual_seed(2)
    wanted["0.weight"] = torch.randn(5, 4, 3, 3).half()
    wanted["1.num_batches_tracked"] = torch.tensor(7)
    made = network()
    begin_with(made, wanted)
    assert torch.equal(made.state_dict()["0.weight"], wanted["0.weight"].float())
    assert made.state_dict()["1.num_batches_tracked"] == 7


def test_a_further_channel_is_ignored_at_first() -> None:
    old, new = network(3), network(4)
    begin_with(new, old.state_dict())
    pictures = torch.randn(2, 4, 8, 8)
    seen = old.eval()(pictures[:, :3])
    assert torch.allclose(new.eval()(pictures), seen, atol=1e-6)


@pytest.mark.parametrize(
    "broken",
    [
        {"0.weight": torch.zeros(5, 5, 3, 3)},
        {"0.weight": torch.zeros(6, 4, 3, 3)},
        {"2.weight": torch.zeros(1)},
    ],
)
def test_another_networks_weights_are_refused(broken: dict[str, torch.Tensor]) -> None:
    made = network()
    with pytest.raises(RequestError, match="another network"):
        begin_with(made, network().state_dict() | broken)
    assert torch.equal(made.state_dict()["0.weight"], network().state_dict()["0.weight"])


def test_a_missing_weight_is_refused() -> None:
    weights = network().state_dict()
    del weights["0.bias"]
    with pytest.raises(RequestError, match="another network"):
        begin_with(network(), weights)


def test_labels_that_the_model_did_not_know_begin_at_random() -> None:
    torch.manual_seed(1)
    old = UNet(TINY_UNET)
    for parameter in old.parameters():
        if not parameter.any():
            nn.init.normal_(parameter, std=0.05)
    new = UNet(replace(TINY_UNET, num_classes=3))
    begin_with(new, old.state_dict())
    x, t = torch.randn(2, 3, 32, 32), torch.tensor([5, 900])
    assert torch.equal(new(x, t), old(x, t))
    assert not torch.equal(new(x, t, torch.tensor([0, 2])), old(x, t))
    assert 0.3 < float(new.label_emb.weight.detach().std()) < 0.7
    again = UNet(new.config)
    new.label_emb.weight.data.normal_()
    begin_with(again, new.state_dict())
    assert torch.equal(again.label_emb.weight, new.label_emb.weight)


def test_other_labels_begin_anew_and_needless_ones_are_left_out() -> None:
    torch.manual_seed(1)
    old = UNet(replace(TINY_UNET, num_classes=3))
    plain, more = UNet(TINY_UNET), UNet(replace(TINY_UNET, num_classes=5))
    for network in (plain, more):
        begin_with(network, old.state_dict())
        name = "time_embed.0.weight"
        assert torch.equal(network.state_dict()[name], old.state_dict()[name])
    assert 0.3 < float(more.label_emb.weight.detach().std()) < 0.7

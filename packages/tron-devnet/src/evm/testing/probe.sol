// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// What tests ask the virtual machine.
contract Probe {
    uint256 public value;
    event Made(address child, bytes data);

    constructor() payable {}

    function set(uint256 next) external payable {
        value = next;
    }

    function spin(uint256 rounds) external {
        for (uint256 i = 0; i < rounds; i++) value = i;
    }

    function fail() external pure {
        revert("no");
    }

    function make(bytes32 salt) external {
        this.tryFail();
        Child plain = new Child();
        Child salted = new Child{salt: salt}();
        emit Made(address(plain), bytes("plain"));
        emit Made(address(salted), bytes("salted"));
    }

    function pay(address payable to, uint256 amount) external {
        (bool done, ) = to.call{value: amount}("");
        require(done);
    }

    function tryFail() external returns (bool) {
        value = 7;
        try this.fail() {
            return true;
        } catch {
            return false;
        }
    }

    function surroundings() external view returns (uint256, uint256, uint256, uint256, uint256, uint256, address) {
        return (block.chainid, block.number, block.timestamp, block.basefee, tx.gasprice, address(this).balance, block.coinbase);
    }

    function digest(bytes calldata data) external returns (bytes20) {
        value = 1;
        return ripemd160(data);
    }
}

contract Child {
    uint256 public immutable born = block.number;
}
